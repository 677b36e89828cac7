using System.Text;

namespace Webhooks.Tests.Integration.Api;

public sealed class TestWebhookTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("""{"hello": "world", "hello": 1}""")]
    [InlineData("[1,2.50]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    public async Task Send_AnyJson_QueuesItForThatUrlOnly(string body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var queued = await tenant.SendAsync("POST", "/test-webhook?webhook_url=https://example.com/hook", body);

        Assert.Equal((200, "webhook_queued", "Test webhook queued for delivery"), (queued.Status, queued.Text("status"), queued.Text("message")));
        Assert.Matches("^TEST-[0-9a-f]{32}$", queued.Text("reference_id"));
        var found = await tenant.SendAsync("GET", $"/webhook-statuses?reference_id={queued.Text("reference_id")}");
        Assert.Equal(1, found.At("items").GetArrayLength());
        var status = await tenant.SendAsync("GET", $"/webhook-status/{queued.Text("task_id")}");
        Assert.Equal(found.At("items")[0].GetRawText(), status.Body);
        Assert.Equal(("pending", "https://example.com/hook"), (status.Text("status"), status.Text("webhook_url")));
        Assert.Equal(1, await fixture.Api.CountAsync($"""
            SELECT count(*) FROM events WHERE reference_id = '{queued.Text("reference_id")}' AND payload = '\x{Convert.ToHexString(Encoding.UTF8.GetBytes(body))}'
            """));
        Assert.Equal(200, (await tenant.SendAsync("GET", $"/v1/events/{status.Text("event_id")}")).Status);
    }

    [Fact]
    public async Task Send_AgainAndAtOnce_MakesOneEndpointThatReceivesNothingElse()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var sent = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => tenant.SendAsync("POST", "/test-webhook?webhook_url=https://example.com/", "{}")));

        Assert.All(sent, answer => Assert.Equal(200, answer.Status));
        var endpoints = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items").EnumerateArray().ToList();
        var test = Assert.Single(endpoints, endpoint => !endpoint.GetProperty("is_default").GetBoolean());
        Assert.Equal("[]", test.GetProperty("events").GetRawText());
        Assert.Contains("/test-webhook", test.GetProperty("description").GetString(), StringComparison.Ordinal);
        var id = await tenant.PostEventAsync();
        Assert.Equal(1, (await tenant.SendAsync("GET", $"/v1/events/{id}")).At("event.deliveries").GetArrayLength());
    }

    [Fact]
    public async Task Send_ToADisabledTestEndpoint_WakesIt()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/test-webhook?webhook_url=https://example.com/", "{}");
        var endpoint = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[1].GetProperty("id").GetString();
        await tenant.SendAsync("POST", $"/v1/webhooks/{endpoint}/disable");

        var queued = await tenant.SendAsync("POST", "/test-webhook?webhook_url=https://example.com/", "{}");

        Assert.Equal("pending", (await tenant.SendAsync("GET", $"/webhook-status/{queued.Text("task_id")}")).Text("status"));
    }

    [Fact]
    public async Task Send_ToAnEndpointThatIsSpared_StartsItAfresh()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/test-webhook?webhook_url=https://example.com/", "{}");
        var endpoint = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[1].GetProperty("id").GetString()!;
        var id = Guid.ParseExact(endpoint[4..], "N");
        await fixture.Api.ExecuteAsync($"INSERT INTO circuits (endpoint_id, worker_id, open_until) VALUES ('{id}', '{Guid.NewGuid()}', now() + interval '1 hour')");

        await tenant.SendAsync("POST", "/test-webhook?webhook_url=https://example.com/", "{}");

        Assert.Equal(0, await fixture.Api.CountAsync($"SELECT count(*) FROM circuits WHERE endpoint_id = '{id}'"));
        Assert.Equal(1, await fixture.Api.CountAsync($"SELECT count(*) FROM endpoints WHERE endpoint_id = '{id}' AND settings_version = 2"));
    }

    [Fact]
    public async Task Send_WithoutAUrl_IsToldHowToNameOne()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        Assert.StartsWith("'webhook_url' is missing.", (await tenant.SendAsync("POST", "/test-webhook", "{}")).AssertProblem(400, "invalid-request"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?webhook_url=ftp://example.com/", "scheme")]
    [InlineData("?webhook_url=http://10.1.2.3/", "private")]
    public async Task Send_ToAUrlThatIsRefused_NamesTheRule(string query, string rule)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var detail = (await tenant.SendAsync("POST", "/test-webhook" + query, "{}")).AssertProblem(422, "validation-failed");

        Assert.Contains("'webhook_url'", detail, StringComparison.Ordinal);
        Assert.Contains(rule, detail, StringComparison.Ordinal);
        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/webhooks")).At("items").GetArrayLength());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    public async Task Send_WhatIsNotJson_IsRefused(string body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        (await tenant.SendAsync("POST", "/test-webhook?webhook_url=https://example.com/", body)).AssertProblem(400, "invalid-body");
    }

    [Fact]
    public async Task Send_TooMuchOrNotUtf8_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Url = "/test-webhook?webhook_url=https://example.com/";

        (await tenant.SendAsync("POST", Url, $"\"{new string('a', 256 << 10)}\"")).AssertProblem(413, "body-too-large");
        (await tenant.SendAsync("POST", Url, AnswerExtensions.Content([(byte)'"', 0xff, (byte)'"'], "application/json"))).AssertProblem(400, "invalid-body");
    }
}
