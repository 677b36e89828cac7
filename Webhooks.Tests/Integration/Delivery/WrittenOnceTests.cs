using System.Text.Json;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>What is stored of a delivery, and when.</summary>
[Trait("Category", "Delivery")]
public sealed class WrittenOnceTests
{
    [Fact]
    public async Task Deliver_AtTheFirstTry_LeavesOneRowWithItsAttemptAndNothingInTheOutbox()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var endpoint = await stack.AddEndpointAsync();
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => endpoint.PostAsync()));
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM deliveries"));
        Assert.All(ids, id => Assert.Equal("pending", stack.Database.DeliveryAsync(id).Result.Status));

        await stack.StartWorkerAsync();

        await Eventually.TrueAsync(async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == ids.Length, "all are delivered");
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM attempts"));
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM outbox"));
        using var shown = JsonDocument.Parse(
            await (await endpoint.SendAsync(HttpMethod.Get, $"/v1/deliveries/dlv_{ids[0]:N}0000", body: null)).Content.ReadAsStringAsync());
        var attempt = Assert.Single(shown.RootElement.GetProperty("attempt_log").EnumerateArray());
        Assert.Equal((1, 1, 200), (attempt.GetProperty("attempt").GetInt32(), attempt.GetProperty("cycle").GetInt32(), attempt.GetProperty("status_code").GetInt32()));
        Assert.True(attempt.GetProperty("duration_ms").GetDouble() > 0);
    }

    [Fact]
    public async Task Deliver_RemovedDuringTheAttempt_StaysRemoved()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(gate.Task));
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);
        Assert.Equal(200, await endpoint.CancelAsync(id));
        await stack.UntilAsync(id, delivery => delivery.Reason == "cancelled by the tenant, during an attempt", "shown");

        // It stays for a minute, which has gone by.
        await stack.Database.ExecuteAsync("UPDATE deliveries SET last_attempt_at = last_attempt_at - interval '2 minutes'");
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Delete, $"/v1/deliveries?event_id=evt_{id:N}", body: null));
        Assert.Equal(404, await endpoint.StatusAsync(HttpMethod.Get, $"/v1/events/evt_{id:N}", body: null));

        gate.SetResult();

        await stack.UntilStreamIsEmptyAsync();
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM deliveries"));
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM outbox"));
    }

    [Fact]
    public async Task Deliver_ToMoreEndpointsThanAMessageTakes_IsNotedPartByPart()
    {
        const int Endpoints = 150;
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var tenant = await stack.AddEndpointAsync();
        await stack.Database.ExecuteAsync(
            "INSERT INTO endpoints (endpoint_id, tenant_id, url) SELECT gen_random_uuid(), $1, $2 || '?n=' || n FROM generate_series(2, $3) n",
            tenant.TenantId, stack.Receiver.Url(tenant.Path).OriginalString, Endpoints);
        await stack.UntilKnownAsync(tenant);
        var id = await tenant.PostAsync();
        Assert.Equal(
            [(0, 64), (64, 128), (128, Endpoints)],
            await stack.Database.ReadAsync("SELECT first_ordinal, end_ordinal FROM outbox ORDER BY 1", row => ((int)row.GetInt16(0), (int)row.GetInt16(1))));

        // As if the API had ended before the stream's word: what the stream has already it does not take twice.
        await stack.Database.ExecuteAsync("UPDATE outbox SET published_at = NULL, created_at = created_at - interval '1 minute'");
        await Eventually.TrueAsync(async () => await stack.Database.CountAsync(Rows.Unpublished) == 0, "the relay has published them");
        Assert.Equal(3, (await stack.StreamAsync()).State.Messages);
        Assert.Equal("PENDING", await StatusAsync(tenant, id));

        await stack.StartWorkerAsync();

        await Eventually.TrueAsync(async () => await StatusAsync(tenant, id) == "DELIVERED", "all are delivered");
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM outbox"));
    }

    private static async Task<string?> StatusAsync(TestEndpoint endpoint, Guid id)
    {
        using var shown = JsonDocument.Parse(await (await endpoint.SendAsync(HttpMethod.Get, $"/v1/events/evt_{id:N}", body: null)).Content.ReadAsStringAsync());
        return shown.RootElement.GetProperty("event").GetProperty("status").GetString();
    }
}
