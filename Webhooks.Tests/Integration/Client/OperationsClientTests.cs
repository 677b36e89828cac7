using System.Net;
using Webhooks.Client;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Client;

/// <summary>Deliveries, dead letters, tenants.</summary>
public sealed class OperationsClientTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task Deliveries_ByReference_AreListedAndRetried()
    {
        var client = await fixture.NewTenantAsync();
        var sent = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order, referenceId: "wanted");
        await client.Events.SendAsync("a.b", new Order(2, "x"), OrderJson.Default.Order, referenceId: "other");
        await fixture.Api.UntilPublishedAsync();

        var found = Assert.Single(await client.Deliveries.ListAsync(new DeliveryQuery { ReferenceId = "wanted" }).ToListAsync());
        var all = await client.Deliveries
            .ListAsync(new DeliveryQuery { PageSize = 1, Status = "pending", Since = found.CreatedAt.AddMinutes(-1) }).ToListAsync();
        var refused = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Deliveries.RetryAsync(found.Id));
        await fixture.Api.SetDeliveriesAsync(sent.EventId, "failed", 3);
        var retried = await client.Deliveries.RetryAsync(found.Id);

        Assert.Equal((sent.EventId, "pending", 1), (found.EventId, found.Status, found.Cycle));
        Assert.Equal(2, all.Count);
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (refused.Status, refused.Slug));
        Assert.Equal(("pending", 2, 3), (retried.Status, retried.Cycle, retried.Attempts));
        Assert.NotNull((await client.Deliveries.GetAsync(found.Id)).AttemptLog);
    }

    [Fact]
    public async Task DeadLetters_OneAndMany_AreDeliveredAgain()
    {
        var client = await fixture.NewTenantAsync();
        for (var i = 0; i < 3; i++)
        {
            var sent = await client.Events.SendAsync("a.b", new Order(i, "x"), OrderJson.Default.Order);
            await fixture.Api.UntilPublishedAsync();
            await DieAsync(sent.EventId);
        }

        var letters = await client.DeadLetters.ListAsync(pageSize: 2).ToListAsync();
        var replayed = await client.DeadLetters.ReplayAsync(letters[0].Id);
        var requeued = await client.DeadLetters.RequeueAsync(batchSize: 1, maxMessages: 10);

        Assert.Equal(3, letters.Count);
        Assert.Equal(("a.b", "HTTP 503: Service Unavailable", 2), (letters[0].EventType, letters[0].FailureReason, letters[0].Payload.GetProperty("id").GetInt32()));
        Assert.Equal((letters[0].DeliveryId, "pending"), (replayed.DeliveryId, replayed.Status));
        Assert.Equal((2, 0, 0), (requeued.Requeued, requeued.Failed, requeued.FailedByReason.Count));
    }

    [Fact]
    public async Task Replays_PreviewedAndStarted_SendAgainWhatHasFailed()
    {
        var client = await fixture.NewTenantAsync();
        var sent = await client.Events.SendAsync("a.b", new Order(1, "x"), OrderJson.Default.Order);
        await fixture.Api.UntilPublishedAsync();
        await DieAsync(sent.EventId);
        var filter = new ReplayFilter { Status = "failed", EventType = "a.b", Since = TimeProvider.System.GetUtcNow().AddHours(-1) };

        var preview = await client.Replays.PreviewAsync(filter);
        var started = await client.Replays.StartAsync(filter, rate: 5);
        var replay = started;
        await Eventually.TrueAsync(async () => (replay = await client.Replays.GetAsync(started.Id)).State == "completed", () => $"{replay}");
        var refused = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Replays.PauseAsync(started.Id));
        var held = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Replays.ResumeAsync(started.Id));
        var ended = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Replays.CancelAsync(started.Id));

        Assert.Equal((1, true, sent.EventId), (preview.Matched, preview.IsAllMatched, Assert.Single(preview.Items).EventId));
        Assert.Equal((5, 1, 1, 0), (started.Rate, replay.Matched, replay.Sent, replay.Skipped));
        Assert.Equal(("failed", "a.b"), (replay.Filter.Status, replay.Filter.EventType));
        Assert.Equal(started.Id, Assert.Single(await client.Replays.ListAsync(pageSize: 1).ToListAsync()).Id);
        Assert.Equal(["conflict", "conflict", "conflict"], new[] { refused, held, ended }.Select(static error => error.Slug));
    }

    [Fact]
    public async Task Tenants_Created_ReadsItselfAndNobodyElse()
    {
        var id = $"t-{Guid.NewGuid():N}"[..20];
        var created = await fixture.Admin.Tenants.CreateAsync(id, "http://localhost:9001/x", "a-secret-of-my-own");
        var tenant = fixture.Admin.WithApiKey(created.ApiKey);

        var again = await Assert.ThrowsAsync<WebhooksApiException>(() => fixture.Admin.Tenants.CreateAsync(id, "http://localhost:9001/x"));
        var other = await Assert.ThrowsAsync<WebhooksApiException>(() => tenant.Tenants.GetAsync("acme"));

        Assert.Equal((id, "http://localhost:9001/x", "a-secret-of-my-own"), (created.TenantId, created.TargetUrl, created.WebhookSecret));
        Assert.Equal(id, (await tenant.Tenants.GetAsync()).TenantId);
        Assert.Equal(created.CreatedAt, (await fixture.Admin.Tenants.GetAsync(id)).CreatedAt);
        Assert.Equal("conflict", again.Slug);
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), (other.Status, other.Slug));
    }

    [Fact]
    public async Task AnyCall_WithoutAValidKey_SaysSo()
    {
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => fixture.Admin.WithApiKey("no-such-key").Tenants.GetAsync());

        Assert.Equal((HttpStatusCode.Unauthorized, "/problems/wrong-api-key"), (error.Status, error.Type));
        Assert.False(string.IsNullOrWhiteSpace(error.CorrelationId));
    }

    // As the worker leaves a delivery whose attempts are used up.
    private async Task DieAsync(string eventId)
    {
        await fixture.Api.SetDeliveriesAsync(eventId, "failed", 5);
        await fixture.Api.ExecuteAsync($"""
            INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload,
              failure_reason, attempts, correlation_id, created_at, expires_at)
            SELECT '{Guid.CreateVersion7()}', d.tenant_id, d.event_id, d.ordinal, d.cycle, d.endpoint_id, 'https://example.com/', e.event_type, e.payload,
              d.error, d.attempts, coalesce(e.correlation_id, e.trace_parent), now(), now() + interval '14 days'
            FROM deliveries d JOIN events e USING (tenant_id, event_id) WHERE d.event_id = '{Guid.ParseExact(eventId[4..], "N")}'
            """);
    }
}
