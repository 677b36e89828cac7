using System.Globalization;
using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed class DeliveryTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task List_PageByPage_ShowsEveryDeliveryOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""");
        for (var i = 0; i < 5; i++)
        {
            await tenant.PostEventAsync();
        }

        foreach (var filter in new[] { "", "&status=pending" })
        {
            var seen = new List<string>();
            for (string? token = null, url = $"/v1/deliveries?limit=3{filter}"; url is not null; url = token is null ? null : $"/v1/deliveries?limit=3{filter}&next_token={token}")
            {
                var page = await tenant.SendAsync("GET", url);
                Assert.Equal(200, page.Status);
                seen.AddRange(page.At("items").EnumerateArray().Select(delivery => delivery.GetProperty("id").GetString()!));
                token = page.Text("next_token");
            }

            Assert.Equal(10, seen.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(seen.Order(StringComparer.Ordinal).Reverse(), seen);
        }
    }

    [Fact]
    public async Task List_WithFilters_ShowsWhatMatches()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/","events":["a.*"]}""")).Text("id");
        var one = await tenant.PostEventAsync("""{"event_type":"a.b","payload":{},"reference_id":"r1"}""");
        var two = await tenant.PostEventAsync("""{"event":"z"}""");
        await fixture.Api.SetDeliveriesAsync(two, "failed", 5);

        Assert.Equal(3, await CountAsync(""));
        Assert.Equal(2, await CountAsync($"event_id={one}"));
        Assert.Equal(1, await CountAsync($"endpoint_id={endpoint}"));
        Assert.Equal(2, await CountAsync("reference_id=r1"));
        Assert.Equal(0, await CountAsync("reference_id=r2"));
        Assert.Equal(1, await CountAsync("status=failed"));
        Assert.Equal(0, await CountAsync("since=2099-01-01T00:00:00Z"));
        foreach (var bad in new[] { "status=x", "event_id=x", "endpoint_id=x", "since=x", "since=2099-01-01", "limit=0" })
        {
            (await tenant.SendAsync("GET", $"/v1/deliveries?{bad}")).AssertProblem(400, "invalid-request");
        }

        async Task<int> CountAsync(string query) => (await tenant.SendAsync("GET", $"/v1/deliveries?{query}")).At("items").GetArrayLength();
    }

    [Fact]
    public async Task Get_WithAttempts_ShowsEachInOrder()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var eventId = await tenant.PostEventAsync();
        var uuid = Guid.ParseExact(eventId[4..], "N");
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            await fixture.Api.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
                INSERT INTO attempts (event_id, ordinal, attempt, cycle, started_at, duration_ms, dns_ms, status_code, error_class, error, response)
                VALUES ('{uuid}', 0, {attempt}, 1, now(), 12.5, 1.25, 503, 'Status', 'HTTP 503: Service Unavailable', 'try later')
                """));
        }

        var read = await tenant.SendAsync("GET", $"/v1/deliveries/dlv_{eventId[4..]}0000");

        Assert.Equal(200, read.Status);
        var log = read.At("attempt_log").EnumerateArray().ToList();
        Assert.Equal([1, 2], log.Select(attempt => attempt.GetProperty("attempt").GetInt32()));
        Assert.Equal(12.5, log[0].GetProperty("duration_ms").GetDouble());
        Assert.Equal(1.25, log[0].GetProperty("dns_ms").GetDouble());
        Assert.Equal(503, log[0].GetProperty("status_code").GetInt32());
        Assert.Equal("try later", log[0].GetProperty("response").GetString());
    }

    [Fact]
    public async Task RetryAndCancel_ByStatus_WorkOrSayWhyNot()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        var url = $"/v1/deliveries/dlv_{id[4..]}0000";

        (await tenant.SendAsync("POST", url + "/retry")).AssertProblem(409, "conflict");
        await fixture.Api.SetDeliveriesAsync(id, "failed", 5);
        var retried = await tenant.SendAsync("POST", url + "/retry");
        Assert.Equal(("pending", 2, 5), (retried.Text("status"), retried.At("cycle").GetInt32(), retried.At("attempts").GetInt32()));
        Assert.Equal("cancelled", (await tenant.SendAsync("DELETE", url)).Text("status"));
        (await tenant.SendAsync("DELETE", url)).AssertProblem(409, "conflict");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/retry")]
    [InlineData("DELETE", "")]
    public async Task AnyOfThese_DeliveryOfAnotherTenant_IsNotFound(string method, string suffix)
    {
        using var owner = await fixture.Api.NewTenantAsync();
        using var other = fixture.Api.Client(LocalTenants.ApiKey("globex"));
        var id = await owner.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, "retrying", 1);

        foreach (var asked in new[] { $"dlv_{id[4..]}0000", $"dlv_{id[4..]}ffff", "nonsense" })
        {
            (await other.SendAsync(method, $"/v1/deliveries/{asked}{suffix}")).AssertProblem(404, "not-found");
        }

        Assert.Equal("FAILED", (await owner.SendAsync("GET", $"/v1/events/{id}")).Text("event.status"));
    }
}
