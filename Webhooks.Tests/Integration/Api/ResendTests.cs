using Microsoft.Extensions.DependencyInjection;
using Webhooks.Core.Deliveries;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

/// <summary>Resends beside what removes their event: carried out whole, or not at all.</summary>
public sealed class ResendTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Resend_EventWithAsManyDeliveriesAsItMayHave_SaysSo()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await DeliveredAsync(tenant);
        await fixture.Api.ExecuteAsync($"UPDATE events SET endpoint_ids = endpoint_ids || array_fill(NULL::uuid, ARRAY[{Plan.MostDeliveries - 2}]) WHERE event_id = '{Uuid(id)}'");

        var last = await tenant.SendAsync("POST", $"/v1/events/{id}/resend");
        var refused = await tenant.SendAsync("POST", $"/v1/events/{id}/resend");

        Assert.Equal(202, last.Status);
        Assert.EndsWith($"{Plan.MostDeliveries - 1:x4}", last.At("delivery_ids")[0].GetString(), StringComparison.Ordinal);
        refused.AssertProblem(409, "conflict");
        Assert.Contains("An event may have 32767 deliveries at most", refused.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(Plan.MostDeliveries, await fixture.Api.CountAsync($"SELECT cardinality(endpoint_ids)::bigint FROM events WHERE event_id = '{Uuid(id)}'"));

        var replay = (await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"delivered"}}""")).Text("id");
        await Eventually.TrueAsync(
            async () => (await tenant.SendAsync("GET", $"/v1/replays/{replay}")).At("skipped_by_reason").GetRawText() == """{"event_full":1}""", "the replay tells why");
    }

    [Fact]
    public async Task Resend_ToSeveralEndpoints_SaysWhichDoNotGetItAndWhy()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var hooks = new List<string>();
        foreach (var name in new[] { "paused", "disabled", "deleted" })
        {
            hooks.Add((await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"https://example.com/{{name}}"}""")).Text("id")!);
        }

        var id = await DeliveredAsync(tenant);
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{hooks[0]}/pause")).Status);
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{hooks[1]}/disable")).Status);
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/webhooks/{hooks[2]}")).Status);

        var resent = await tenant.SendAsync("POST", $"/v1/events/{id}/resend");

        Assert.Equal((202, 2), (resent.Status, resent.At("delivery_ids").GetArrayLength()));
        Assert.Equal(
            new[] { (hooks[0], "endpoint_paused"), (hooks[1], "endpoint_disabled"), (hooks[2], "endpoint_deleted") }.Order(),
            resent.At("not_sent").EnumerateArray().Select(static one => (one.GetProperty("endpoint_id").GetString()!, one.GetProperty("reason").GetString()!)).Order());
        var waiting = resent.At("not_sent").EnumerateArray().Single(static one => one.GetProperty("reason").GetString() == "endpoint_paused").GetProperty("delivery_id").GetString();
        Assert.Contains(resent.At("delivery_ids").EnumerateArray(), one => one.GetString() == waiting);

        var one = await tenant.SendAsync("POST", $"/v1/events/{id}/resend", $$"""{"endpoint_id":"{{hooks[0]}}"}""");
        Assert.Equal(["endpoint_paused"], one.At("not_sent").EnumerateArray().Select(static left => left.GetProperty("reason").GetString()));

        foreach (var (hook, why) in new[] { (hooks[1], "the endpoint is disabled"), (hooks[2], "the endpoint was deleted") })
        {
            Assert.Contains(why, (await tenant.SendAsync("POST", $"/v1/events/{id}/resend", $$"""{"endpoint_id":"{{hook}}"}""")).AssertProblem(409, "conflict"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Resend_BeforeARemovalOfWhatWasDelivered_KeepsTheEvent()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await DeliveredAsync(tenant);

        var (resent, removed) = await InTurnAsync(
            id, () => tenant.SendAsync("POST", $"/v1/events/{id}/resend"), () => tenant.SendAsync("DELETE", "/v1/deliveries?status=delivered"));

        Assert.Equal((202, """{"deleted":1,"cancelled":0}"""), (resent.Status, removed.Body));
        var left = await tenant.SendAsync("GET", $"/v1/events/{id}");
        Assert.Equal((200, "PENDING"), (left.Status, left.Text("event.status")));
        Assert.Equal(
            [resent.At("delivery_ids")[0].GetString()], left.At("event.deliveries").EnumerateArray().Select(static delivery => delivery.GetProperty("delivery_id").GetString()));
    }

    [Fact]
    public async Task Resend_BehindARemovalOfItsEvent_Is404()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await DeliveredAsync(tenant);

        var (removed, resent) = await InTurnAsync(
            id, () => tenant.SendAsync("DELETE", "/v1/deliveries?status=delivered"), () => tenant.SendAsync("POST", $"/v1/events/{id}/resend"));

        Assert.Equal("""{"deleted":1,"cancelled":0}""", removed.Body);
        resent.AssertProblem(404, "not-found");
        Assert.Equal(0, await RowsAsync(id));
    }

    [Fact]
    public async Task Resend_BeforeItsTenantIsErased_LeavesNothing()
    {
        var tenantId = $"t-{Guid.NewGuid():N}"[..20];
        using var tenant = await fixture.Api.NewTenantAsync(tenantId);
        var id = await DeliveredAsync(tenant);

        var (resent, _) = await InTurnAsync(
            id, () => tenant.SendAsync("POST", $"/v1/events/{id}/resend"), () => EraseAsync(tenantId));

        Assert.Equal(202, resent.Status);
        Assert.Equal(0, await RowsAsync(id));
    }

    [Fact]
    public async Task Resend_BehindTheErasureOfItsTenant_Is404()
    {
        var tenantId = $"t-{Guid.NewGuid():N}"[..20];
        using var tenant = await fixture.Api.NewTenantAsync(tenantId);
        var id = await DeliveredAsync(tenant);

        var (_, resent) = await InTurnAsync(
            id, () => EraseAsync(tenantId), () => tenant.SendAsync("POST", $"/v1/events/{id}/resend"));

        resent.AssertProblem(404, "not-found");
        Assert.Equal(0, await RowsAsync(id));
    }

    // Both wait for the event, which somebody holds, in this order.
    private async Task<(T1 First, T2 Second)> InTurnAsync<T1, T2>(string id, Func<Task<T1>> first, Func<Task<T2>> second)
    {
        await using var holder = await fixture.Api.Database.OpenConnectionAsync();
        await using var hold = await holder.BeginTransactionAsync();
        await using var command = holder.CreateCommand();
        command.CommandText = $"SELECT 1 FROM events WHERE event_id = '{Uuid(id)}' FOR UPDATE";
        await command.ExecuteScalarAsync();

        var one = first();
        await UntilWaitingAsync(1);
        var two = second();
        await UntilWaitingAsync(2);
        await hold.RollbackAsync();
        return (await one, await two);
    }

    private Task UntilWaitingAsync(int sessions) => Eventually.TrueAsync(
        async () => await fixture.Api.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == sessions,
        $"{sessions} sessions wait");

    private async Task<bool> EraseAsync(string tenantId)
    {
        await fixture.Api.Services.GetRequiredService<TenantErasure>().EraseAsync(tenantId, CancellationToken.None);
        return true;
    }

    private async Task<string> DeliveredAsync(HttpClient tenant)
    {
        var id = await tenant.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();
        await fixture.Api.SetDeliveriesAsync(id, "delivered", 1);
        return id;
    }

    private Task<long> RowsAsync(string id) => fixture.Api.CountAsync(
        $"SELECT (SELECT count(*) FROM events WHERE event_id = '{Uuid(id)}') + (SELECT count(*) FROM deliveries WHERE event_id = '{Uuid(id)}')");

    private static Guid Uuid(string id) => Guid.ParseExact(id[4..], "N");
}
