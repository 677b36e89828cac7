using System.Net;
using System.Text;
using Webhooks.Client;

namespace Webhooks.Tests.Integration.Client;

public sealed class EventsClientTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task Send_ObjectWithTypeInfo_IsStoredWithItsTypeAndReference()
    {
        var client = await fixture.NewTenantAsync();

        var sent = await client.Events.SendAsync("order.paid", new Order(7, "Æsop"), OrderJson.Default.Order, referenceId: "order-7");
        var read = await client.Events.GetAsync(sent.EventId);

        Assert.Equal(("PENDING", false), (sent.Status, sent.Replayed));
        Assert.Equal(("order.paid", "order-7", "PENDING"), (read.EventType, read.ReferenceId, read.Status));
        Assert.Equal("Æsop", read.Payload.GetProperty("customer").GetString());
        Assert.Equal(7, read.Payload.GetProperty("id").GetInt32());
        Assert.Single(read.Deliveries);
        Assert.InRange(TimeProvider.System.GetUtcNow() - read.CreatedAt, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData("""{ "event":"user.created",  "n": 1.50e+3, "t":"\u00e9é" }""", "user.created")]
    [InlineData("""{}""", "event")]
    public async Task Send_RawBytes_AreStoredByteForByte(string json, string type)
    {
        var client = await fixture.NewTenantAsync();

        var sent = await client.Events.SendAsync(OutgoingEvent.Raw(Encoding.UTF8.GetBytes(json)));
        var read = await client.Events.GetAsync(sent.EventId);

        Assert.Equal((json, type), (read.Payload.GetRawText(), read.EventType));
    }

    [Fact]
    public async Task Send_BytesWithAType_KeepTheirForm()
    {
        var client = await fixture.NewTenantAsync();

        var sent = await client.Events.SendAsync(OutgoingEvent.Create("a.b", """{ "n": 1.0 }"""u8.ToArray()));

        Assert.Equal("""{ "n": 1.0 }""", (await client.Events.GetAsync(sent.EventId)).Payload.GetRawText());
    }

    [Fact]
    public async Task Send_SameIdempotencyKeyAgain_GivesTheSameEvent()
    {
        var client = await fixture.NewTenantAsync();

        var first = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order, idempotencyKey: "k-1");
        var again = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order, idempotencyKey: "k-1");
        var byHeader = await client.Events.SendAsync(OutgoingEvent.Raw("{}"u8.ToArray()), idempotencyKey: "k-2");
        var headerAgain = await client.Events.SendAsync(OutgoingEvent.Raw("{}"u8.ToArray()), idempotencyKey: "k-2");
        var error = await Assert.ThrowsAsync<WebhooksApiException>(
            () => client.Events.SendAsync("a.b", new Order(2, "x"), OrderJson.Default.Order, idempotencyKey: "k-1"));

        Assert.Equal((first.EventId, true), (again.EventId, again.Replayed));
        Assert.Equal((byHeader.EventId, true), (headerAgain.EventId, headerAgain.Replayed));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused"), (error.Status, error.Slug));
    }

    [Fact]
    public async Task SendBulk_OneOfThreeIsBad_TheOthersAreAccepted()
    {
        var client = await fixture.NewTenantAsync();

        var result = await client.Events.SendBulkAsync(
        [
            OutgoingEvent.Create("a.b", new Order(1, "x"), OrderJson.Default.Order, idempotencyKey: "bulk-1"),
            OutgoingEvent.Raw("[1]"u8.ToArray()),
            OutgoingEvent.Raw("""{"event":"c.d"}"""u8.ToArray()),
        ]);

        Assert.Equal((2, 1), (result.Accepted, result.Rejected));
        Assert.Equal([0, 1, 2], result.Results.Select(item => item.Index));
        Assert.NotNull(result.Results[1].Error);
        Assert.Null(result.Results[1].EventId);
        Assert.Equal("c.d", (await client.Events.GetAsync(result.Results[2].EventId!)).EventType);
    }

    [Fact]
    public async Task List_ManyPages_GivesEachEventOnceNewestFirst()
    {
        var client = await fixture.NewTenantAsync();
        var sent = await client.Events.SendBulkAsync(
            Enumerable.Range(0, 25).Select(i => OutgoingEvent.Create(i % 5 == 0 ? "fifth" : "other", new Order(i, "x"), OrderJson.Default.Order)));

        var all = await client.Events.ListAsync(new EventQuery { PageSize = 4 }).ToListAsync();
        var fifth = await client.Events.ListAsync(new EventQuery { PageSize = 2, EventType = "fifth", Status = "PENDING" }).ToListAsync();
        var later = await client.Events.ListAsync(new EventQuery { Since = TimeProvider.System.GetUtcNow().AddMinutes(1) }).ToListAsync();

        Assert.Equal(sent.Results.Select(item => item.EventId!).Order(StringComparer.Ordinal), all.Select(item => item.EventId).Order(StringComparer.Ordinal));
        Assert.Equal(all.Select(item => item.EventId).OrderDescending(StringComparer.Ordinal), all.Select(item => item.EventId));
        Assert.Equal(5, fifth.Count);
        Assert.Empty(later);
    }

    [Fact]
    public async Task Retry_FailedEvent_StartsANewCycle()
    {
        var client = await fixture.NewTenantAsync();
        var other = await client.Endpoints.CreateAsync(new WebhookEndpointSettings { Url = "https://example.com/other" });
        var sent = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order);
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(sent.EventId, "failed", 1);
        await client.Endpoints.DisableAsync(other.Id);

        var failed = await client.Events.GetAsync(sent.EventId);
        var retried = await client.Events.RetryAsync(sent.EventId);
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Events.RetryAsync(sent.EventId));

        Assert.Equal(("FAILED", "HTTP 503: Service Unavailable", 2), (failed.Status, failed.ErrorMessage, failed.Attempts));
        Assert.NotNull(failed.LastAttemptAt);
        Assert.Equal(("PENDING", 2), (retried.Status, retried.Attempts));
        var notSent = Assert.Single(retried.NotSent);
        Assert.Equal((other.Id, "endpoint_disabled"), (notSent.EndpointId, notSent.Reason));
        Assert.Equal((HttpStatusCode.BadRequest, "not-retryable"), (error.Status, error.Slug));
        Assert.Equal("Cannot retry event with status 'PENDING'. Only FAILED events can be retried.", error.Detail);
    }

    [Fact]
    public async Task Resend_DeliveredEvent_MakesANewDelivery()
    {
        var client = await fixture.NewTenantAsync();
        var sent = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order);
        await fixture.Api.UntilPublishedAsync();
        var early = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Events.ResendAsync(sent.EventId));
        await fixture.Api.SetDeliveriesAsync(sent.EventId, "delivered", 1);
        var first = Assert.Single((await client.Events.GetAsync(sent.EventId)).Deliveries);

        var everywhere = await client.Events.ResendAsync(sent.EventId);
        var there = await client.Events.ResendAsync(sent.EventId, first.EndpointId);
        var wrong = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Events.ResendAsync(sent.EventId, "nowhere"));

        Assert.Equal((sent.EventId, "PENDING"), (everywhere.EventId, everywhere.Status));
        Assert.Equal(3, new HashSet<string>([first.DeliveryId, .. everywhere.DeliveryIds, .. there.DeliveryIds], StringComparer.Ordinal).Count);
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (early.Status, early.Slug));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation-failed"), (wrong.Status, wrong.Slug));
    }

    [Fact]
    public async Task Cancel_PendingEvent_IsCancelledOnce()
    {
        var client = await fixture.NewTenantAsync();
        var sent = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order);

        Assert.Equal("CANCELLED", (await client.Events.CancelAsync(sent.EventId)).Status);
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Events.CancelAsync(sent.EventId));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (error.Status, error.Slug));
    }
}
