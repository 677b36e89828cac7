using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>A tenant's pages by a link of the product's, and operators who act for a tenant.</summary>
public sealed partial class PortalTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
{
    [Fact]
    public async Task Portal_ByALink_OpensThatTenantsPagesOnce()
    {
        using var admin = dashboard.Api.Admin();
        var link = (await admin.SendAsync("POST", "/v1/tenants/acme/portal-links", """{"expires_in":600}""")).Text("url")!;
        var path = new Uri(link).PathAndQuery;
        using var browser = dashboard.Browse();

        var looked = await browser.HeadAsync(path);
        Assert.Equal((302, "/"), (looked.Status, looked.Location));
        Assert.Equal("/tenants/acme", (await browser.ShowAsync(path)).Location);
        var home = await browser.ShowAsync("/tenants/acme");
        Assert.Equal(200, home.Status);
        Assert.DoesNotContain("/tenants/acme/keys", home.Html, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.ShowAsync("/tenants/globex")).Status);
        Assert.Equal(404, (await browser.ShowAsync("/overview")).Status);

        using var other = dashboard.Browse();
        Assert.Equal(401, (await other.ShowAsync(path)).Status);
        Assert.Equal(302, (await other.ShowAsync("/tenants/acme")).Status);
    }

    [Theory]
    [InlineData("/portal")]
    [InlineData("/portal?token=wrong")]
    [InlineData("/portal?token=%00", 400)]
    [InlineData("/portal?token=%ff", 400)]
    public async Task Portal_WrongLink_OpensNothing(string path, int status = 401)
    {
        using var browser = dashboard.Browse();

        Assert.Equal(status, (await browser.ShowAsync(path)).Status);
        Assert.Equal(302, (await browser.ShowAsync("/tenants/acme")).Status);
    }

    [Fact]
    public async Task Operator_ActingForATenant_IsInTheAuditLog()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);

        var saved = await browser.SendAsync("/tenants/globex/event-types", "/tenants/globex/event-types", ("name", "acted.for"));

        Assert.Equal("/tenants/globex/event-types/acted.for", saved.Location);
        var log = await browser.ShowAsync("/audit-log?of=globex");
        Assert.Contains("acted.for", log.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operator_ActingForATenantThatIsAnotherOneByNow_DoesNothingAndThenActsForTheNewOne()
    {
        var tenant = (await dashboard.Api.CreateTenantAsync()).Text("tenant_id")!;
        var types = $"/tenants/{tenant}/event-types";
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        Assert.Equal($"{types}/before", (await browser.SendAsync(types, types, ("name", "before"))).Location);

        // As when it was removed and made again under the same id.
        await dashboard.Api.ExecuteAsync($"UPDATE tenants SET created_at = created_at + interval '1 second' WHERE tenant_id = '{tenant}'");
        Shown? told = null;
        await Eventually.TrueAsync(
            async () => (told = await browser.SendAsync(types, types, ("name", "between"), ("back", types))).Location == types, "the session has ended");

        Assert.Contains("Nothing was changed", (await browser.ShowAsync(told!.Location!)).Html, StringComparison.Ordinal);
        Assert.Equal($"{types}/after", (await browser.SendAsync(types, types, ("name", "after"))).Location);
        Assert.Equal(200, (await browser.ShowAsync("/overview")).Status);
    }

    [Fact]
    public async Task Frame_ConfiguredOrigins_MayShowItAndOthersNot()
    {
        var (factory, address) = dashboard.Start("Development", ("Dashboard:EmbeddingOrigins", "https://app.example.com https://b.example.com"));
        await using var host = factory;
        using var browser = new Browsing(address);

        var page = await browser.ShowAsync("/sign-in");

        Assert.EndsWith("frame-ancestors https://app.example.com https://b.example.com", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("X-Frame-Options"));
        var cookie = page.Headers.GetValues("Set-Cookie").First();
        Assert.Contains("samesite=none", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Portal_SameLinkAgain_LeadsToThePageWhileItsSessionLives()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var path = new Uri((await tenant.SendAsync("POST", "/v1/tenants/current/portal-links", """{"expires_in":600}""")).Text("url")!).PathAndQuery;
        using var browser = dashboard.Browse();

        var home = (await browser.ShowAsync($"{path}&utm_source=mail")).Location!;
        Assert.StartsWith("/tenants/", home, StringComparison.Ordinal);
        Assert.Equal(home, (await browser.ShowAsync(path)).Location);
        Assert.Equal(home, (await browser.ShowAsync($"{path}&utm_source=mail")).Location);
        Assert.Equal(401, (await browser.ShowAsync("/portal?token=another")).Status);
        Assert.Equal(400, (await browser.ShowAsync($"{path}&token=another")).Status);

        using var admin = dashboard.Api.Admin();
        Assert.InRange((await admin.SendAsync("DELETE", $"/v1{home}")).Status, 200, 204);
        await Eventually.TrueAsync(async () => (await browser.ShowAsync(path)).Status == 401, "the session is over");
    }

    [Fact]
    public async Task Portal_Keys_AreNotOfferedToBeMade()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var path = new Uri((await tenant.SendAsync("POST", "/v1/tenants/current/portal-links", """{"expires_in":600}""")).Text("url")!).PathAndQuery;
        using var guest = dashboard.Browse();
        var keys = $"{(await guest.ShowAsync(path)).Location}/keys";
        using var owner = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);

        var refused = await guest.ShowAsync(keys);
        Assert.DoesNotContain(keys, refused.Actions);
        Assert.Contains("Your link does not allow this", refused.Html, StringComparison.Ordinal);
        Assert.Contains("Whoever you have the link from can do it", refused.Html, StringComparison.Ordinal);
        Assert.Contains(keys, (await owner.ShowAsync(keys)).Actions);
    }
}
