using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>What others wrote is text on our pages, wherever it stands.</summary>
public sealed partial class TextTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
{
    private const string Script = "<script>alert(1)</script>";
    private const string Type = "<script>alert(1)<b>";
    private const string Escaped = "&lt;script&gt;alert(1)&lt;";

    [Fact]
    public async Task Pages_WithForeignText_ShowItAsText()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var endpoint = await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"http://localhost:9001/x?q=%3Cscript%3E","description":"{{Script}}"}""");
        Assert.Equal(201, endpoint.Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"{{Type}}","description":"{{Script}}"}""")).Status);
        var sent = await tenant.SendAsync("POST", "/v1/events", $$"""{"event_type":"{{Type}}","reference_id":"{{Script}}","payload":{"{{Script}}":"{{Script}}"} }""");
        Assert.Equal(201, sent.Status);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await browser.ShowAsync("/")).Location!;

        string[] pages =
        [
            $"{home}/events", $"{home}/events/{sent.Text("event_id")}", $"{home}/deliveries", $"{home}/endpoints", $"{home}/endpoints/{endpoint.Text("id")}",
            $"{home}/endpoints/{endpoint.Text("id")}/edit", $"{home}/event-types", $"{home}/event-types/{Uri.EscapeDataString(Type)}",
            $"{home}/events?type={Uri.EscapeDataString(Type)}", $"{home}/deliveries?reference={Uri.EscapeDataString(Script)}",
        ];

        foreach (var path in pages)
        {
            var page = await browser.ShowAsync(path);
            Assert.True(page.Status == 200, $"{path}: {page.Status}");
            Assert.DoesNotContain("<script>alert", page.Html, StringComparison.Ordinal);
            Assert.Contains(Escaped, page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_OfTheDeepestPayload_ShowIt()
    {
        const int Levels = 64;
        using var tenant = await dashboard.Api.NewTenantAsync();
        var sent = await tenant.SendAsync("POST", "/v1/events", $$"""{"event":"deep","p":{{new string('[', Levels - 1)}}"bottom"{{new string(']', Levels - 1)}}}""");
        Assert.Equal(201, sent.Status);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await browser.ShowAsync("/")).Location!;

        foreach (var path in new[] { $"{home}/events", $"{home}/events/{sent.Text("event_id")}" })
        {
            Assert.Equal(200, (await browser.ShowAsync(path)).Status);
        }

        Assert.Contains("bottom", (await browser.ShowAsync($"{home}/events/{sent.Text("event_id")}")).Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evt_0")]
    [InlineData("evt_%00")]
    [InlineData("%3Cscript%3E")]
    public async Task Pages_OfAnIdThatIsNone_AreNotThere(string id)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        foreach (var list in new[] { "events", "deliveries", "endpoints" })
        {
            var page = await browser.ShowAsync($"/tenants/acme/{list}/{id}");
            Assert.True(page.Status is 404 or 400, $"{list}/{id}: {page.Status}");
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("%2e")]
    [InlineData("%2E%2e")]
    [InlineData("%20")]
    [InlineData("%252e%252e")]
    public async Task Pages_OfAnIdOfDots_AreNobodyElses(string id)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));
        var token = Browsing.Token(await browser.ShowAsync("/tenants/acme"));

        foreach (var list in new[] { "events", "deliveries", "endpoints", "replays", "event-types" })
        {
            // A server follows dots before it looks for a page: to the list or to the summary, and no further.
            var page = await browser.ShowAsWrittenAsync($"/tenants/acme/{list}/{id}");
            Assert.True(page.Status is 200 or 400 or 404, $"{list}/{id}: {page.Status}");
            Assert.DoesNotContain("/tenants/globex", page.Html, StringComparison.Ordinal);
            Assert.True((await browser.ShowAsWrittenAsync($"/tenants/acme/{list}/{id}/{id}/globex")).Status is 400 or 404, $"{list}/{id}/{id}/globex");
        }

        foreach (var action in new[] { "events/{0}/retry", "endpoints/{0}/delete", "event-types/{0}/delete", "event-types/{0}/try", "dead-letters/{0}/delete", "replays/{0}/cancel", "keys/{0}/revoke" })
        {
            var sent = await browser.SendAsWrittenAsync("/tenants/acme/" + action.Replace("{0}", id, StringComparison.Ordinal), token);
            Assert.True(sent.Status is 400 or 404 or 405 or 302, $"{action}: {sent.Status}");
        }

        Assert.Equal(200, (await browser.ShowAsync("/tenants/acme")).Status);
    }

    [Theory]
    [InlineData("/tenants/acme/events?status=NONE")]
    [InlineData("/tenants/acme/events?since=yesterday")]
    [InlineData("/tenants/acme/events?token=wrong")]
    [InlineData("/tenants/acme/deliveries?endpoint=%3Cscript%3E")]
    public async Task Lists_WithAWrongFilter_SayWhatIsWrong(string path)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var page = await browser.ShowAsync(path);

        Assert.True(page.Status is >= 400 and < 500, $"{page.Status}");
        Assert.Contains("<h1>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tiles_OfWhatIsCounted_LeadToIt()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        using var guest = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await guest.ShowAsync("/")).Location!;

        var overview = (await browser.ShowAsync("/overview?counted=true")).Html;
        var events = (await guest.ShowAsync($"{home}?counted=true")).Links.Single(link => link.StartsWith($"{home}/events?since=", StringComparison.Ordinal));

        Assert.All(overview.Split("class=\"tile ")[1..], static tile => Assert.Matches("<a href=\"#(tenants|health)\">", tile.Split("</dd>")[0]));
        Assert.Contains("id=\"tenants\"", overview, StringComparison.Ordinal);
        Assert.Contains("id=\"health\"", overview, StringComparison.Ordinal);
        Assert.Contains(id, (await guest.ShowAsync(events)).Html, StringComparison.Ordinal);
    }
}
