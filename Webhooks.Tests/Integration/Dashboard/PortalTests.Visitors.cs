using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

// A link is spent by the person who follows it, and by nobody who only looks.
public sealed partial class PortalTests
{
    [Fact]
    public async Task Portal_BeforeABrowserThatLooksAhead_SpendsNoLink()
    {
        using var admin = dashboard.Api.Admin();
        var path = new Uri((await admin.SendAsync("POST", "/v1/tenants/acme/portal-links")).Text("url")!).PathAndQuery;
        using var browser = dashboard.Browse();

        foreach (var (name, value) in new[] { ("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Moz", "prefetch") })
        {
            var looked = await browser.ShowAsync(path, (name, value));
            Assert.Equal((503, true), (looked.Status, looked.Headers.CacheControl?.NoStore is true));
        }

        Assert.Equal("/tenants/acme", (await browser.ShowAsync(path)).Location);
    }

    [Fact]
    public async Task Portal_BeforeAProgramThatLooksAtLinks_SpendsNoLinkAndAsksForAClick()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var path = new Uri((await tenant.SendAsync("POST", "/v1/tenants/current/portal-links")).Text("url")!).PathAndQuery;
        var token = path.Split("token=")[1];
        using var preview = dashboard.Browse();
        using var browser = dashboard.Browse();

        using var nameless = new HttpClient { BaseAddress = dashboard.Address };
        Assert.Contains("whoever presses the button", await nameless.GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);
        var looked = await preview.ShowAsync(path, ("User-Agent", "Linkpreview/1.0"));
        var asked = await browser.ShowAsync($"{path}&utm_source=mail", ("User-Agent", "An old browser"));
        Assert.Equal((200, 200), (looked.Status, asked.Status));
        Assert.Contains("/portal", asked.Actions);
        Assert.Contains($"value=\"{token}\"", asked.Html, StringComparison.Ordinal);

        var opened = await browser.SendAsync("/portal", ("__RequestVerificationToken", Browsing.Token(asked)), ("token", token));
        Assert.StartsWith("/tenants/", opened.Location, StringComparison.Ordinal);
        Assert.Equal(200, (await browser.ShowAsync(opened.Location!)).Status);
        Assert.Equal(401, (await preview.SendAsync("/portal", ("__RequestVerificationToken", Browsing.Token(looked)), ("token", token))).Status);
    }

    [Fact]
    public async Task Portal_InAFrameThatMayNotShowIt_SpendsNoLink()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var path = new Uri((await tenant.SendAsync("POST", "/v1/tenants/current/portal-links")).Text("url")!).PathAndQuery;
        var (factory, address) = dashboard.Start("Development", ("Dashboard:EmbeddingOrigins", "https://app.example.com"));
        await using var host = factory;
        using var browser = dashboard.Browse();
        using var embedding = new Browsing(address);

        var framed = await browser.ShowAsync(path, ("Sec-Fetch-Dest", "iframe"));

        Assert.Equal(200, framed.Status);
        Assert.Contains("/portal", framed.Actions);
        Assert.StartsWith("/tenants/", (await embedding.ShowAsync(path, ("Sec-Fetch-Dest", "iframe"))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Portal_FollowedByABrowser_OpensAtOnce()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var path = new Uri((await tenant.SendAsync("POST", "/v1/tenants/current/portal-links")).Text("url")!).PathAndQuery;
        using var browser = dashboard.Browse();

        var opened = await browser.ShowAsync(path, ("User-Agent", "Mozilla/5.0"), ("Sec-Fetch-Mode", "navigate"));

        Assert.StartsWith("/tenants/", opened.Location, StringComparison.Ordinal);
    }
}
