using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

// Why something failed, and why it cannot be sent again, is said where one looks for it.
public sealed partial class TextTests
{
    [Fact]
    public async Task Summary_WithAFailedDelivery_SaysWhyAndLeadsToIt()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await dashboard.Api.UntilPublishedAsync();
        await dashboard.Api.SetDeliveriesAsync(id, "failed", 5);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await browser.ShowAsync("/")).Location!;

        var summary = await browser.ShowAsync(home);

        Assert.Contains("HTTP 503: Service Unavailable", summary.Html, StringComparison.Ordinal);
        Assert.Contains("given up after 5 attempts", summary.Html, StringComparison.Ordinal);
        Assert.Contains($"{home}/events/{id}", summary.Links);
    }

    [Theory]
    [InlineData("retrying", "<span class=\"badge warn\">retrying</span>")]
    [InlineData("parked", "<span class=\"badge warn\">retrying</span>")]
    [InlineData("failed", "<span class=\"badge bad\">failed</span>")]
    public async Task Event_ThatHasFailed_IsRetryingUntilItIsGivenUp(string delivery, string badge)
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await dashboard.Api.UntilPublishedAsync();
        await dashboard.Api.SetDeliveriesAsync(id, delivery, 1);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await browser.ShowAsync("/")).Location!;

        var listed = (await tenant.SendAsync("GET", "/v1/events")).At("events")[0];

        Assert.Equal(("FAILED", delivery != "failed"), (listed.GetProperty("status").GetString(), listed.TryGetProperty("retrying", out _)));
        Assert.Contains(badge, (await browser.ShowAsync($"{home}/events")).Html, StringComparison.Ordinal);
        var page = (await browser.ShowAsync($"{home}/events/{id}")).Html;
        Assert.Contains($"id=\"status\">{badge}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_ThatTakesNothing_IsTheReasonInThePlaceOfTheButton()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var target = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var second = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/second"}""")).Text("id");
        var id = await tenant.PostEventAsync();
        await dashboard.Api.UntilPublishedAsync();
        await dashboard.Api.SetDeliveriesAsync(id, "failed", 5);
        await dashboard.Api.ExecuteAsync($"""
            INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload, failure_reason,
              attempts, correlation_id, created_at, expires_at)
            SELECT gen_random_uuid(), tenant_id, event_id, ordinal, cycle, endpoint_id, 'https://example.com/', 'a', '\x7b7d', 'HTTP 503', 5, 'c', now(), now() + interval '1 day'
            FROM deliveries WHERE event_id = '{Guid.ParseExact(id[4..], "N")}'
            """);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await browser.ShowAsync("/")).Location!;

        Assert.Equal((2, 2, true), await ButtonsAsync());
        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{target}/disable")).Status);
        Assert.Equal((1, 1, true), await ButtonsAsync());
        Assert.Equal(204, (await tenant.SendAsync("DELETE", $"/v1/webhooks/{second}")).Status);
        Assert.Equal((0, 0, false), await ButtonsAsync());

        foreach (var path in new[] { $"{home}/events/{id}", $"{home}/dead-letters" })
        {
            var html = (await browser.ShowAsync(path)).Html;
            Assert.Contains($"The endpoint is disabled: <a href=\"{home}/endpoints/{target}\">", html, StringComparison.Ordinal);
            Assert.Contains("The endpoint is deleted", html, StringComparison.Ordinal);
        }

        var actions = (await browser.ShowAsync($"{home}/endpoints/{target}")).Actions.ToList();
        Assert.Contains($"{home}/endpoints/{target}/state/enable", actions);
        Assert.DoesNotContain(actions, static action => action.EndsWith("/test", StringComparison.Ordinal) || action.EndsWith("/recover", StringComparison.Ordinal));

        // Of each delivery, of each letter, and of the event as a whole.
        async Task<(int, int, bool)> ButtonsAsync()
        {
            var (ofEvent, ofLetters) = ((await browser.ShowAsync($"{home}/events/{id}")).Actions.ToList(), (await browser.ShowAsync($"{home}/dead-letters")).Actions);
            return (
                ofEvent.Count(action => action.StartsWith($"{home}/deliveries/", StringComparison.Ordinal) && action.EndsWith("/retry", StringComparison.Ordinal)),
                ofLetters.Count(static action => action.EndsWith("/replay", StringComparison.Ordinal)),
                ofEvent.Contains($"{home}/events/{id}/retry"));
        }
    }

    [Fact]
    public async Task Replay_OfAnEndpointThatTakesNothing_SaysWhyAndOffersNoButton()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var target = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var id = await tenant.PostEventAsync();
        await dashboard.Api.UntilPublishedAsync();
        await dashboard.Api.SetDeliveriesAsync(id, "failed", 5);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await browser.ShowAsync("/")).Location!;
        Assert.Contains($"{home}/replays", (await browser.ShowAsync($"{home}/replays/new?status=failed")).Actions);

        Assert.Equal(200, (await tenant.SendAsync("POST", $"/v1/webhooks/{target}/disable")).Status);

        foreach (var (query, said) in new[] { ("status=failed", $"The endpoint is disabled: <a href=\"{home}/endpoints/{target}\">"), ($"endpoint={target}", "The endpoint is disabled") })
        {
            var page = await browser.ShowAsync($"{home}/replays/new?{query}");
            Assert.DoesNotContain($"{home}/replays", page.Actions);
            Assert.Contains(said, page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Replay_Stopped_SaysSoInTheWordOfItsButton()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        await dashboard.Api.UntilPublishedAsync();
        await dashboard.Api.SetDeliveriesAsync(id, "failed", 5);
        var replay = (await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"status":"failed"},"rate":0.1}""")).Text("id");
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/replays/{replay}";

        var first = await browser.SendAsync(page, $"{page}/cancel", ("back", page));
        var stopped = await browser.ShowAsync(page);
        await browser.SendAsync(page, $"{page}/cancel", ("back", page));
        var again = await browser.ShowAsync(page);

        Assert.Equal(page, first.Location);
        Assert.Contains("It is stopped: what was sent stays sent.", stopped.Html, StringComparison.Ordinal);
        Assert.Contains(">stopped</span>", stopped.Html, StringComparison.Ordinal);
        Assert.Contains("The replay is stopped. Only one that is running or paused can be paused, go on or be stopped.", again.Html, StringComparison.Ordinal);
    }
}
