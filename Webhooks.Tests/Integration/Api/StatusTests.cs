using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed class StatusTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("pending", "pending")]
    [InlineData("parked", "pending")]
    [InlineData("in_progress", "in_progress")]
    [InlineData("retrying", "retrying")]
    [InlineData("delivered", "delivered")]
    [InlineData("failed", "failed")]
    [InlineData("cancelled", "failed")]
    [InlineData("skipped", "failed")]
    public async Task Status_OfEveryState_IsOneOfFive(string stored, string shown)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync("""{"event_type":"a.b","payload":{},"reference_id":"r1"}""");
        await fixture.Api.SetDeliveriesAsync(id, stored, 2);
        await fixture.Api.ExecuteAsync($"UPDATE deliveries SET reason = 'a reason' WHERE event_id = '{Guid.ParseExact(id[4..], "N")}'");

        var one = await tenant.SendAsync("GET", $"/webhook-status/dlv_{id[4..]}0000");

        Assert.Equal((200, shown, "r1", 2), (one.Status, one.Text("status"), one.Text("reference_id"), one.At("attempts").GetInt32()));
        Assert.Equal(stored is "cancelled" or "skipped" or "parked" ? "a reason" : "HTTP 503: Service Unavailable", one.Text("error"));
        Assert.StartsWith("http://localhost:9001/", one.Text("webhook_url"), StringComparison.Ordinal);
        foreach (var query in new[] { "", $"?status={shown}", "?reference_id=r1", $"?reference_id=r1&status={shown}" })
        {
            Assert.Equal(one.Body, (await tenant.SendAsync("GET", "/webhook-statuses" + query)).At("items")[0].GetRawText());
        }

        var another = shown == "failed" ? "retrying" : "failed";
        Assert.Equal(0, (await tenant.SendAsync("GET", $"/webhook-statuses?status={another}")).At("items").GetArrayLength());
        Assert.Equal(0, (await tenant.SendAsync("GET", $"/webhook-statuses?reference_id=r1&status={another}")).At("items").GetArrayLength());
    }

    [Theory]
    [InlineData("")]
    [InlineData("&status=pending")]
    [InlineData("&reference_id=r1")]
    public async Task List_PageByPage_ShowsEveryDeliveryOnce(string filter)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""");
        var posted = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            posted.Add(await tenant.PostEventAsync("""{"event_type":"a.b","payload":{},"reference_id":"r1"}"""));
        }

        await fixture.Api.SetDeliveriesAsync(posted[2], "parked", 0);
        var seen = new List<string>();
        for (var (page, more) = (1, true); more; page++)
        {
            var answer = await tenant.SendAsync("GET", $"/webhook-statuses?page={page}&page_size=4{filter}");
            Assert.Equal((200, page, 4), (answer.Status, answer.At("page").GetInt32(), answer.At("page_size").GetInt32()));
            seen.AddRange(answer.At("items").EnumerateArray().Select(delivery => delivery.GetProperty("delivery_id").GetString()!));
            more = answer.At("has_more").GetBoolean();
        }

        Assert.Equal(10, seen.Count);
        Assert.Equal(seen.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Reverse(), seen);
    }

    [Theory]
    [InlineData("status=PARKED")]
    [InlineData("page=0")]
    [InlineData("page=x")]
    [InlineData("page=101&page_size=100")]
    [InlineData("page=2147483647")]
    [InlineData("page_size=0")]
    [InlineData("page_size=101")]
    public async Task List_BadValue_IsAProblem(string query)
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("globex"));

        (await tenant.SendAsync("GET", $"/webhook-statuses?{query}")).AssertProblem(400, "invalid-request");
    }

    [Fact]
    public async Task Delete_One_CancelsItThenRemovesIt()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        var url = $"/webhook-status/dlv_{id[4..]}0000";

        Assert.Equal("""{"deleted":0,"cancelled":1}""", (await tenant.SendAsync("DELETE", url)).Body);
        Assert.Equal("failed", (await tenant.SendAsync("GET", url)).Text("status"));
        Assert.Equal("""{"deleted":1,"cancelled":0}""", (await tenant.SendAsync("DELETE", url)).Body);
        (await tenant.SendAsync("GET", url)).AssertProblem(404, "not-found");
        (await tenant.SendAsync("DELETE", url)).AssertProblem(404, "not-found");
        (await tenant.SendAsync("DELETE", "/webhook-status/nonsense")).AssertProblem(404, "not-found");
    }

    [Theory]
    [InlineData("GET", "/webhook-statuses")]
    [InlineData("GET", "/webhook-status/x")]
    [InlineData("POST", "/webhook-cleanup")]
    [InlineData("POST", "/test-webhook")]
    public async Task AnyOfThese_WithoutKey_IsUnauthorized(string method, string url)
    {
        using var client = fixture.Api.Client(null);

        (await client.SendAsync(method, url)).AssertProblem(401, "missing-api-key");
    }
}
