using System.Net;
using Webhooks.Client;

namespace Webhooks.Tests.Integration.Client;

/// <summary>What handles many at once: the export and the removal.</summary>
public sealed class ExportClientTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task Export_MoreThanAPage_GivesEachEventOnceNewestFirst()
    {
        var client = await fixture.NewTenantAsync();
        var sent = await client.Events.SendBulkAsync(
            Enumerable.Range(0, 620).Select(i => OutgoingEvent.Create(i < 20 ? "first" : "other", new Order(i, "x"), OrderJson.Default.Order)));

        var all = await client.Events.ExportAsync().ToListAsync();
        var first = await client.Events.ExportAsync(new EventQuery { EventType = "first", Status = "PENDING" }).ToListAsync();
        var later = await client.Events.ExportAsync(new EventQuery { Since = TimeProvider.System.GetUtcNow().AddMinutes(1) }).ToListAsync();

        Assert.Equal(sent.Results.Select(item => item.EventId!).OrderDescending(StringComparer.Ordinal), all.Select(item => item.EventId));
        Assert.Equal(20, first.Count);
        Assert.All(first, item => Assert.Equal(("first", "PENDING"), (item.EventType, item.Status)));
        Assert.Empty(later);
    }

    [Fact]
    public async Task Export_BadStatus_SaysSo()
    {
        var client = await fixture.NewTenantAsync();

        var error = await Assert.ThrowsAsync<WebhooksApiException>(
            async () => await client.Events.ExportAsync(new EventQuery { Status = "LOST" }).ToListAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "invalid-request"), (error.Status, error.Slug));
    }

    [Fact]
    public async Task RemoveDeliveries_ByReference_DeletesEndedAndCancelsTheRest()
    {
        var client = await fixture.NewTenantAsync();
        var ended = await SendAsync(client, "wanted");
        var pending = await SendAsync(client, "wanted");
        var other = await SendAsync(client, "other");
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(ended, "failed", 2);

        var removed = await client.Deliveries.RemoveAsync(new DeliveryRemoval { ReferenceId = "wanted" });
        var gone = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Events.GetAsync(ended));

        Assert.Equal(new RemovedDeliveries(Deleted: 1, Cancelled: 1), removed);
        Assert.Equal("not-found", gone.Slug);
        Assert.Equal("CANCELLED", (await client.Events.GetAsync(pending)).Status);
        Assert.Equal("PENDING", (await client.Events.GetAsync(other)).Status);
    }

    [Fact]
    public async Task RemoveDeliveries_NarrowedByStatusAndAge_LeavesTheOthers()
    {
        var client = await fixture.NewTenantAsync();
        var failed = await SendAsync(client, "wanted");
        await SendAsync(client, "wanted");
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(failed, "failed", 2);

        var old = await client.Deliveries.RemoveAsync(new DeliveryRemoval { Status = "failed", OlderThanDays = 1 });
        var any = await client.Deliveries.RemoveAsync(new DeliveryRemoval { Status = "failed", OlderThanDays = 0 });
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Deliveries.RemoveAsync(new DeliveryRemoval()));

        Assert.Equal((new RemovedDeliveries(0, 0), new RemovedDeliveries(1, 0)), (old, any));
        Assert.Single(await client.Deliveries.ListAsync().ToListAsync());
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-request"), (error.Status, error.Slug));
    }

    [Fact]
    public async Task CancelDelivery_Pending_IsCancelledOnce()
    {
        var client = await fixture.NewTenantAsync();
        await SendAsync(client, "wanted");
        var delivery = Assert.Single(await client.Deliveries.ListAsync().ToListAsync());

        var cancelled = await client.Deliveries.CancelAsync(delivery.Id);
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Deliveries.CancelAsync(delivery.Id));

        Assert.Equal((delivery.Id, "cancelled"), (cancelled.Id, cancelled.Status));
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (error.Status, error.Slug));
    }

    private static async Task<string> SendAsync(WebhooksClient client, string reference) =>
        (await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order, referenceId: reference)).EventId;
}
