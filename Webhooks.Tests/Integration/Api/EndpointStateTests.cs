using System.Globalization;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

/// <summary>What an endpoint is for, whether it is spared for now, and what that does to its deliveries.</summary>
public sealed class EndpointStateTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Operational_Endpoint_GetsNoneOfTheTenantsEvents()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var created = await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/","operational":true}""");
        var ordinary = await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""");

        Assert.True(created.At("operational").GetBoolean());
        Assert.False(ordinary.At("operational").GetBoolean());
        Assert.Equal(2, await DeliveriesOfAnEventAsync());

        var changed = await tenant.SendAsync("PATCH", $"/v1/webhooks/{created.Text("id")}", """{"operational":false}""");

        Assert.False(changed.At("operational").GetBoolean());
        Assert.Equal(3, await DeliveriesOfAnEventAsync());

        async Task<int> DeliveriesOfAnEventAsync()
        {
            var id = await tenant.PostEventAsync();
            return (await tenant.SendAsync("GET", $"/v1/events/{id}")).At("event.deliveries").GetArrayLength();
        }
    }

    [Fact]
    public async Task Operational_DefaultEndpoint_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = await DefaultEndpointAsync(tenant);

        (await tenant.SendAsync("PATCH", $"/v1/webhooks/{endpoint}", """{"operational":true}""")).AssertProblem(422, "validation-failed");
    }

    [Fact]
    public async Task Circuit_OpenInOneOfTwoWorkers_IsShownUntilItEnds()
    {
        await using var api = await ApiHost.StartAsync();
        using var tenant = await api.NewTenantAsync();
        var endpoint = await DefaultEndpointAsync(tenant);
        Assert.Equal("""{"state":"closed","open_until":null}""", (await tenant.SendAsync("GET", $"/v1/webhooks/{endpoint}")).At("circuit").GetRawText());

        await api.ExecuteAsync($"""
            WITH up AS (INSERT INTO workers (worker_id, seen_at) VALUES (gen_random_uuid(), now() + interval '1 hour'), (gen_random_uuid(), now() + interval '1 hour') RETURNING worker_id)
            INSERT INTO circuits (endpoint_id, worker_id, open_until)
            SELECT '{Uuid(endpoint)}', worker_id, CASE row_number() OVER () WHEN 1 THEN '2099-01-01Z' ELSE now() - interval '1 second' END FROM up
            """);

        foreach (var shown in new[] { await tenant.SendAsync("GET", $"/v1/webhooks/{endpoint}"), await tenant.SendAsync("GET", "/v1/webhooks") })
        {
            var circuit = (shown.Json.TryGetProperty("items", out var items) ? items[0] : shown.Json).GetProperty("circuit");
            Assert.Equal("open", circuit.GetProperty("state").GetString());
            Assert.Equal(2099, circuit.GetProperty("open_until").GetDateTimeOffset().Year);
        }

        await Eventually.TrueAsync(async () => (await tenant.SendAsync("GET", "/health")).Text("checks.circuit_breakers.status") == "degraded", "the circuit is noticed");
        using var admin = api.Admin();
        var health = await admin.SendAsync("GET", "/health");
        Assert.Equal((200, "degraded"), (health.Status, health.Text("status")));
        Assert.Equal(1, health.At("checks.circuit_breakers.data.open").GetInt32());
        Assert.Contains("circuit_breaker_status{service=\"endpoints\"} 2", (await tenant.SendAsync("GET", "/metrics")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/enable", null)]
    [InlineData("PATCH", "", """{"state":"active"}""")]
    public async Task Enable_PausedEndpoint_MakesWhatWasParkedDueAtOnce(string method, string suffix, string? body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = await DefaultEndpointAsync(tenant);
        var parked = await tenant.PostEventAsync();
        var retrying = await tenant.PostEventAsync();
        await LaterAsync(parked, "parked");
        await LaterAsync(retrying, "retrying");

        Assert.Equal("paused", (await tenant.SendAsync("PATCH", $"/v1/webhooks/{endpoint}", """{"state":"paused"}""")).Text("state"));
        Assert.Equal(0, await DueAsync(parked));
        await tenant.SendAsync("PATCH", $"/v1/webhooks/{endpoint}", """{"rate_limit":10}""");
        Assert.Equal(0, await DueAsync(parked));
        var enabled = await tenant.SendAsync(method, $"/v1/webhooks/{endpoint}{suffix}", body);

        Assert.Equal("active", enabled.Text("state"));
        Assert.Null(enabled.Text("state_reason"));
        Assert.Equal(1, await DueAsync(parked));
        Assert.Equal(0, await DueAsync(retrying));

        Task LaterAsync(string eventId, string status) => fixture.Api.ExecuteAsync(Rows.Make + string.Create(CultureInfo.InvariantCulture, $"""
            UPDATE deliveries SET status = '{status}', next_attempt_at = now() + interval '1 hour' WHERE event_id = '{Uuid(eventId)}'
            """));

        Task<long> DueAsync(string eventId) =>
            fixture.Api.CountAsync($"SELECT count(*) FROM deliveries WHERE event_id = '{Uuid(eventId)}' AND next_attempt_at <= now()");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Url_Changed_MakesWhatWasParkedDueWhenWorkersHaveHeardOfIt(bool allAnswer)
    {
        await using var api = await ApiHost.StartAsync();
        using var tenant = await api.NewTenantAsync();
        var endpoint = await DefaultEndpointAsync(tenant);
        var parked = Uuid(await tenant.PostEventAsync());
        await api.ExecuteAsync("INSERT INTO workers (worker_id, seen_at, heard) VALUES (gen_random_uuid(), now() + interval '1 hour', " + (allAnswer ? "1000)" : "0)"));
        await api.ExecuteAsync(Rows.Make + $"""
            UPDATE deliveries SET status = 'parked', reason = (now() + interval '1 second')::text, next_attempt_at = now() + interval '1 hour' WHERE event_id = '{parked}'
            """);

        Assert.Equal(200, (await tenant.SendAsync("PATCH", $"/v1/webhooks/{endpoint}", """{"url":"https://example.com/elsewhere"}""")).Status);
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{endpoint}/enable")).Status);

        Assert.Equal(1, await api.CountAsync($"""
            SELECT count(*) FROM deliveries WHERE event_id = '{parked}' AND {(allAnswer ? "" : "next_attempt_at > reason::timestamptz AND")} next_attempt_at <= now() + interval '1 second'
            """));
    }

    [Theory]
    [InlineData("POST", "/v1/webhooks", """{"url":"https://example.com/","state":"asleep"}""")]
    [InlineData("PATCH", "", """{"state":"asleep"}""")]
    public async Task State_WhereItCannotBe_IsRefused(string method, string url, string body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var path = url.Length > 0 ? url : $"/v1/webhooks/{await DefaultEndpointAsync(tenant)}";

        Assert.Contains("'state'", (await tenant.SendAsync(method, path, body)).AssertProblem(422, "validation-failed"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("active", null, "pending")]
    [InlineData("paused", "by the tenant", "skipped")]
    [InlineData("disabled", "by the tenant", "skipped")]
    public async Task Create_WithAState_IsInItFromTheStart(string state, string? reason, string ofAnEvent)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var created = await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"https://example.com/","state":"{{state}}"}""");
        await tenant.PostEventAsync();

        Assert.Equal((201, state, reason), (created.Status, created.Text("state"), created.Text("state_reason")));
        var deliveries = (await tenant.SendAsync("GET", $"/v1/deliveries?endpoint_id={created.Text("id")}")).At("items");
        Assert.Equal(ofAnEvent, Assert.Single(deliveries.EnumerateArray()).GetProperty("status").GetString());
    }

    private static async Task<string> DefaultEndpointAsync(HttpClient tenant) =>
        (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString()!;

    private static Guid Uuid(string id) => Guid.ParseExact(id[4..], "N");
}
