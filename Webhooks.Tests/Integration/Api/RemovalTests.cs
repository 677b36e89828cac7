using Webhooks.Core.Tenants;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

public sealed class RemovalTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string ByReference = """{"event_type":"a.b","payload":{},"reference_id":"r1"}""";

    [Theory]
    [InlineData("DELETE", "/v1/deliveries")]
    [InlineData("DELETE", "/webhook-statuses")]
    [InlineData("POST", "/webhook-cleanup")]
    public async Task Remove_ByReference_DeletesTheFinishedAndCancelsTheRest(string method, string url)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var delivered = await tenant.PostEventAsync(ByReference);
        var failed = await tenant.PostEventAsync(ByReference);
        var parked = await tenant.PostEventAsync(ByReference);
        var other = await tenant.PostEventAsync("""{"event_type":"a.b","payload":{},"reference_id":"r2"}""");
        await fixture.Api.SetDeliveriesAsync(delivered, "delivered", 1);
        await fixture.Api.SetDeliveriesAsync(failed, "failed", 5);
        await fixture.Api.SetDeliveriesAsync(parked, "parked", 0);
        await fixture.Api.SetDeliveriesAsync(other, "delivered", 1);
        await fixture.Api.ExecuteAsync($"""
            INSERT INTO attempts (event_id, ordinal, attempt, cycle, started_at, duration_ms) VALUES ('{Uuid(failed)}', 0, 1, 1, now(), 1);
            INSERT INTO dead_letters SELECT gen_random_uuid(), tenant_id, event_id, ordinal, cycle, endpoint_id, 'https://example.com/', 'a.b', '{""}'::bytea,
              'x', 5, 'c', now(), now() + interval '1 day' FROM deliveries WHERE event_id = '{Uuid(failed)}'
            """);

        var removed = await tenant.SendAsync(method, url + "?reference_id=r1");

        Assert.Equal((200, 2, 1), (removed.Status, removed.At("deleted").GetInt32(), removed.At("cancelled").GetInt32()));
        foreach (var gone in new[] { delivered, failed })
        {
            (await tenant.SendAsync("GET", $"/v1/deliveries/dlv_{gone[4..]}0000")).AssertProblem(404, "not-found");
            (await tenant.SendAsync("GET", $"/v1/events/{gone}")).AssertProblem(404, "not-found");
        }

        Assert.Equal(0, await fixture.Api.CountAsync(
            $"SELECT (SELECT count(*) FROM attempts WHERE event_id = '{Uuid(failed)}') + (SELECT count(*) FROM dead_letters WHERE event_id = '{Uuid(failed)}')"));
        Assert.Equal("cancelled", (await tenant.SendAsync("GET", $"/v1/deliveries/dlv_{parked[4..]}0000")).Text("status"));
        Assert.Equal("DELIVERED", (await tenant.SendAsync("GET", $"/v1/events/{other}")).Text("event.status"));
    }

    [Fact]
    public async Task Remove_OneOfAnEventsDeliveries_LeavesTheEventWithTheOther()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""");
        var id = await tenant.PostEventAsync();
        await fixture.Api.ExecuteAsync(Rows.Make + $"UPDATE deliveries SET status = CASE ordinal WHEN 0 THEN 'failed' ELSE 'delivered' END WHERE event_id = '{Uuid(id)}'");

        Assert.Equal(1, (await tenant.SendAsync("DELETE", "/v1/deliveries?status=failed")).At("deleted").GetInt32());

        var left = await tenant.SendAsync("GET", $"/v1/events/{id}");
        Assert.Equal(("DELIVERED", 1), (left.Text("event.status"), left.At("event.deliveries").GetArrayLength()));
    }

    [Fact]
    public async Task Remove_ByEndpointEventAndTime_LeavesEverythingElse()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""")).Text("id");
        var one = await tenant.PostEventAsync();
        var two = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(one, "delivered", 1);
        await fixture.Api.SetDeliveriesAsync(two, "delivered", 1);

        Assert.Equal(0, await RemoveAsync($"endpoint_id={endpoint}&since=2099-01-01T00:00:00Z"));
        Assert.Equal(1, await RemoveAsync($"endpoint_id={endpoint}&event_id={one}"));
        Assert.Equal(1, await RemoveAsync($"status=delivered&endpoint_id={endpoint}"));

        Assert.Equal(2, (await tenant.SendAsync("GET", "/v1/deliveries")).At("items").GetArrayLength());
        foreach (var bad in new[] { "endpoint_id=x", "event_id=x", "since=x" })
        {
            (await tenant.SendAsync("DELETE", $"/v1/deliveries?{bad}")).AssertProblem(400, "invalid-request");
        }

        async Task<int> RemoveAsync(string query) => (await tenant.SendAsync("DELETE", $"/v1/deliveries?{query}")).At("deleted").GetInt32();
    }

    [Theory]
    [InlineData("status=cancelled", true)]
    [InlineData("event_id={0}", true)]
    [InlineData("older_than_days=0", true)]
    [InlineData("reference_id=r1", true)]
    [InlineData("reference_id=r2", false)]
    [InlineData("status=delivered", false)]
    [InlineData("older_than_days=1", false)]
    [InlineData("since=2099-01-01T00:00:00Z", false)]
    public async Task Remove_EventThatNobodyWanted_IsRemovedWhereItIsMeant(string query, bool isRemoved)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":null}""");
        var id = await tenant.PostEventAsync(ByReference);
        Assert.Equal("CANCELLED", (await tenant.SendAsync("GET", $"/v1/events/{id}")).Text("event.status"));

        var removed = await tenant.SendAsync("DELETE", "/v1/deliveries?" + query.Replace("{0}", id, StringComparison.Ordinal));

        Assert.Equal((200, isRemoved ? 1 : 0), (removed.Status, removed.At("deleted").GetInt32()));
        Assert.Equal(isRemoved ? 404 : 200, (await tenant.SendAsync("GET", $"/v1/events/{id}")).Status);
    }

    [Fact]
    public async Task Remove_ByAge_KeepsWhatIsYounger()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, "delivered", 1);

        Assert.Equal("""{"deleted":0,"cancelled":0}""", (await tenant.SendAsync("DELETE", "/v1/deliveries?older_than_days=1")).Body);
        Assert.Equal("""{"deleted":1,"cancelled":0}""", (await tenant.SendAsync("DELETE", "/v1/deliveries?older_than_days=0&status=delivered")).Body);
    }

    [Fact]
    public async Task Remove_MoreThanOneBite_RemovesAllOfThem()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.ExecuteAsync($"UPDATE events SET endpoint_ids = array_fill(endpoint_ids[1], ARRAY[4501]) WHERE event_id = '{Uuid(id)}'");

        Assert.Equal(4501, (await tenant.SendAsync("DELETE", "/v1/deliveries?status=pending")).At("cancelled").GetInt32());
        Assert.Equal(4501, (await tenant.SendAsync("DELETE", "/v1/deliveries?status=cancelled")).At("deleted").GetInt32());
        (await tenant.SendAsync("GET", $"/v1/events/{id}")).AssertProblem(404, "not-found");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?status=done")]
    [InlineData("?status=")]
    [InlineData("?older_than_days=-1")]
    [InlineData("?older_than_days=9999")]
    [InlineData("?reference_id=")]
    public async Task Remove_WithoutAFilterOrWithABadOne_RemovesNothing(string query)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, "delivered", 1);

        foreach (var (method, url) in new[] { ("DELETE", "/v1/deliveries"), ("DELETE", "/webhook-statuses"), ("POST", "/webhook-cleanup") })
        {
            (await tenant.SendAsync(method, url + query)).AssertProblem(400, "invalid-request");
        }

        Assert.Equal(200, (await tenant.SendAsync("GET", $"/v1/events/{id}")).Status);
    }

    [Fact]
    public async Task Remove_OfAnotherTenant_TouchesNothing()
    {
        using var owner = await fixture.Api.NewTenantAsync();
        using var other = fixture.Api.Client(LocalTenants.ApiKey("globex"));
        var id = await owner.PostEventAsync(ByReference);

        Assert.Equal("""{"deleted":0,"cancelled":0}""", (await other.SendAsync("DELETE", "/v1/deliveries?reference_id=r1")).Body);
        (await other.SendAsync("DELETE", $"/webhook-status/dlv_{id[4..]}0000")).AssertProblem(404, "not-found");

        Assert.Equal("PENDING", (await owner.SendAsync("GET", $"/v1/events/{id}")).Text("event.status"));
    }

    private static Guid Uuid(string id) => Guid.ParseExact(id[4..], "N");
}
