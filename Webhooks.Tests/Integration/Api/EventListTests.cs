using System.Globalization;

namespace Webhooks.Tests.Integration.Api;

public sealed partial class EventListTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task List_PageByPage_ShowsEveryEventOnceNewestFirst()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var posted = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            posted.Add(await tenant.PostEventAsync());
        }

        var seen = new List<string>();
        var sizes = new List<int>();
        for (string? token = null, url = "/v1/events?limit=10"; url is not null; url = token is null ? null : $"/v1/events?limit=10&next_token={token}")
        {
            var page = await tenant.SendAsync("GET", url);
            Assert.Equal(200, page.Status);
            var events = page.At("events").EnumerateArray().ToList();
            seen.AddRange(events.Select(e => e.GetProperty("event_id").GetString()!));
            sizes.Add(page.At("total_count").GetInt32());
            Assert.Equal(events.Count, page.At("total_count").GetInt32());
            token = page.Text("next_token");
        }

        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(posted.Order(StringComparer.Ordinal).Reverse(), seen);
    }

    [Fact]
    public async Task List_OneEvent_HasExactlyTheDocumentedForm()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var id = await tenant.PostEventAsync("""{"event":"a.b"}""");

        var page = await tenant.SendAsync("GET", "/v1/events");

        var created = page.At("events")[0].GetProperty("created_at").GetString();
        Assert.InRange(long.Parse(created!, CultureInfo.InvariantCulture), before, before + 5);
        Assert.Equal(
            $$"""{"events":[{"event_id":"{{id}}","status":"PENDING","event_type":"a.b","created_at":"{{created}}","attempts":0,"last_attempt_at":null}],"next_token":null,"total_count":1}""",
            page.Body);
    }

    [Fact]
    public async Task List_OfAnotherTenant_ShowsNothing()
    {
        using var one = await fixture.Api.NewTenantAsync();
        using var two = await fixture.Api.NewTenantAsync();
        await one.PostEventAsync();

        Assert.Equal("""{"events":[],"next_token":null,"total_count":0}""", (await two.SendAsync("GET", "/v1/events")).Body);
    }

    [Theory]
    [InlineData("PENDING", "pending", 0)]
    [InlineData("PENDING", "in_progress", 1)]
    [InlineData("PENDING", "parked", 0)]
    [InlineData("FAILED", "parked", 1)]
    [InlineData("FAILED", "retrying", 1)]
    [InlineData("FAILED", "failed", 5)]
    [InlineData("DELIVERED", "delivered", 1)]
    [InlineData("CANCELLED", "cancelled", 0)]
    [InlineData("CANCELLED", "skipped", 0)]
    public async Task List_ByStatus_ShowsTheEventsThatHaveIt(string status, string deliveryStatus, int attempts)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await fixture.Api.SetDeliveriesAsync(id, deliveryStatus, attempts);

        foreach (var asked in new[] { "PENDING", "DELIVERED", "FAILED", "CANCELLED" })
        {
            var page = await tenant.SendAsync("GET", $"/v1/events?status={asked}");
            Assert.Equal(asked == status ? 1 : 0, page.At("total_count").GetInt32());
        }

        var shown = (await tenant.SendAsync("GET", "/v1/events")).At("events")[0];
        Assert.Equal(status, shown.GetProperty("status").GetString());
        Assert.Equal(attempts, shown.GetProperty("attempts").GetInt32());
        Assert.Equal(status, (await tenant.SendAsync("GET", $"/v1/events/{id}")).Text("event.status"));
    }

    [Fact]
    public async Task List_WhatNoEndpointWanted_IsCancelledAndSaysWhy()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        Assert.Equal(200, (await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":null}""")).Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/","events":["b"]}""")).Status);
        var (unwanted, wanted) = (await tenant.PostEventAsync("""{"event":"a"}"""), await tenant.PostEventAsync("""{"event":"b"}"""));

        foreach (var (status, ids) in new (string, string[])[] { ("CANCELLED", [unwanted]), ("PENDING", [wanted]), ("DELIVERED", []), ("FAILED", []) })
        {
            var page = await tenant.SendAsync("GET", $"/v1/events?status={status}");
            Assert.Equal(ids, page.At("events").EnumerateArray().Select(static e => e.GetProperty("event_id").GetString()!));
            var lines = (await tenant.SendAsync("GET", $"/v1/events/export?status={status}")).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(ids.Length, lines.Length);
        }

        var typed = await tenant.SendAsync("GET", "/v1/events?status=CANCELLED&event_type=a");
        Assert.Equal(1, typed.At("total_count").GetInt32());
        Assert.Contains("No endpoint wanted it", (await tenant.SendAsync("GET", $"/v1/events/{unwanted}")).Text("event.reason"), StringComparison.Ordinal);
        Assert.Null((await tenant.SendAsync("GET", $"/v1/events/{wanted}")).Text("event.reason"));
    }

    [Fact]
    public async Task List_ByStatusPageByPage_ShowsEveryEventOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var failed = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            failed.Add(await tenant.PostEventAsync());
            await fixture.Api.SetDeliveriesAsync(failed[^1], i % 2 == 0 ? "failed" : "retrying", 1);
            await tenant.PostEventAsync();
        }

        var first = await tenant.SendAsync("GET", "/v1/events?status=FAILED&limit=4");
        var second = await tenant.SendAsync("GET", $"/v1/events?status=FAILED&limit=4&next_token={first.Text("next_token")}");

        var shown = first.At("events").EnumerateArray().Concat(second.At("events").EnumerateArray()).Select(e => e.GetProperty("event_id").GetString());
        Assert.Equal(failed.Order(StringComparer.Ordinal).Reverse(), shown);
        Assert.Null(second.Text("next_token"));
    }

    [Fact]
    public async Task List_ByTypeAndTime_ShowsTheEventsWithin()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.PostEventAsync("""{"event":"a"}""");
        var b = await tenant.PostEventAsync("""{"event":"b"}""");
        var hourAgo = TimeProvider.System.GetUtcNow().AddHours(-1);
        var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeSeconds();

        Assert.Equal(b, (await tenant.SendAsync("GET", "/v1/events?event_type=b")).At("events")[0].GetProperty("event_id").GetString());
        Assert.Equal(2, await TotalAsync($"since={hourAgo.ToUnixTimeSeconds()}&until={inAnHour}"));
        Assert.Equal(2, await TotalAsync($"since={hourAgo:yyyy-MM-ddTHH:mm:ssZ}"));
        Assert.Equal(0, await TotalAsync($"until={hourAgo.ToUnixTimeSeconds()}"));
        Assert.Equal(0, await TotalAsync($"since={inAnHour}"));

        async Task<int> TotalAsync(string query) => (await tenant.SendAsync("GET", $"/v1/events?{query}")).At("total_count").GetInt32();
    }
}
