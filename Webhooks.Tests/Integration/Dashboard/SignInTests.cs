using Webhooks.Core.Tenants;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Dashboard;

public sealed class SignInTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
{
    [Fact]
    public async Task SignIn_AdministratorsKey_LeadsToTheOverview()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);

        Assert.Equal("/overview", (await browser.ShowAsync("/")).Location);
        var page = await browser.ShowAsync("/overview");
        Assert.Equal(200, page.Status);
        Assert.Contains("acme", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_TenantsKey_LeadsToThatTenant()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        Assert.Equal("/tenants/acme", (await browser.ShowAsync("/")).Location);
        Assert.Equal(200, (await browser.ShowAsync("/tenants/acme")).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tenant_nobody_key")]
    [InlineData("a key\r\nX-Header: 1")]
    [InlineData("clé")]
    public async Task SignIn_WrongKey_SaysSoAndBeginsNoSession(string key)
    {
        using var browser = dashboard.Browse();

        var answer = await browser.SendAsync("/sign-in", "/sign-in", ("key", key));

        Assert.Equal(401, answer.Status);
        Assert.StartsWith("/sign-in", (await browser.ShowAsync("/overview")).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.test", "/")]
    [InlineData("/\\evil.test", "/")]
    [InlineData("https://evil.test", "/")]
    [InlineData("/tenants/acme/events", "/tenants/acme/events")]
    public async Task SignIn_WithAWayBack_StaysHere(string back, string location)
    {
        using var browser = dashboard.Browse();

        var answer = await browser.SendAsync("/sign-in", "/sign-in", ("key", LocalTenants.AdminKey), ("back", back));

        Assert.Equal(location, answer.Location);
    }

    [Fact]
    public async Task Head_WhereverGetWorks_AnswersAlikeWithoutABody()
    {
        using var stranger = dashboard.Browse();
        using var tenant = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));
        string[] paths =
        [
            "/", "/sign-in", "/overview", "/tenants/acme", "/tenants/acme/events", "/tenants/acme/search?q=evt_1", "/tenants/acme/search?q=dl_1",
            "/tenants/globex", "/theme", "/app.css", "/health", "/nothing",
        ];

        foreach (var (browser, path) in paths.SelectMany(path => new[] { (stranger, path), (tenant, path) }))
        {
            var get = await browser.ShowAsync(path);
            var head = await browser.HeadAsync(path);

            Assert.True((get.Status, get.Location) == (head.Status, head.Location), $"{path}: {get.Status} {get.Location} and {head.Status} {head.Location}");
            Assert.Equal("", head.Html);
        }
    }

    [Fact]
    public async Task SignIn_ByOneClick_IsForTheLocalStackOnly()
    {
        using var local = dashboard.Browse();
        Assert.Equal("/", (await local.SendAsync("/sign-in", "/sign-in/local")).Location);
        Assert.Equal(200, (await local.ShowAsync("/overview")).Status);

        var (factory, address) = dashboard.Start("Production", ("Dashboard:LocalKey", LocalTenants.AdminKey));
        await using var production = factory;
        using var stranger = new Browsing(address);
        var page = await stranger.ShowAsync("/sign-in");
        Assert.Equal(200, page.Status);
        Assert.Contains(page.Headers.GetValues("Set-Cookie"), static cookie => cookie.Contains("secure", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("/sign-in/local", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_TooOften_Is429()
    {
        var (factory, address) = dashboard.Start("Development", ("Dashboard:SignInsPerMinute", "3"), ("Dashboard:PortalLinksPerMinute", "2"));
        await using var host = factory;
        using var browser = new Browsing(address);
        var token = Browsing.Token(await browser.ShowAsync("/sign-in"));

        var answers = new List<int>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add((await browser.SendAsync("/sign-in", ("__RequestVerificationToken", token), ("key", "wrong"))).Status);
        }

        Assert.Equal([401, 401, 401, 429], answers);

        // Links have a limit of their own.
        Assert.Equal(401, (await browser.ShowAsync("/portal?token=wrong")).Status);
        Assert.Equal(401, (await browser.ShowAsync("/portal?token=wrong")).Status);
        Assert.Equal(429, (await browser.ShowAsync("/portal?token=wrong")).Status);
    }

    [Fact]
    public async Task Session_ItsKeyIsRevoked_Ends()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var key = tenant.DefaultRequestHeaders.Authorization!.Parameter!;
        using var browser = await dashboard.BrowseAsync(key);
        var home = (await browser.ShowAsync("/")).Location!;
        Assert.Equal(200, (await browser.ShowAsync(home)).Status);

        using var admin = dashboard.Api.Admin();
        using var deleted = await admin.DeleteAsync(new Uri($"/v1/tenants/{home.Split('/')[^1]}", UriKind.Relative));
        Assert.True(deleted.IsSuccessStatusCode);

        await Eventually.TrueAsync(async () => (await browser.ShowAsync(home)).Status == 302, "the session ends");
        Assert.StartsWith("/sign-in", (await browser.ShowAsync(home)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        await browser.SendAsync("/tenants/acme", "/sign-out");

        Assert.Equal(302, (await browser.ShowAsync("/tenants/acme")).Status);
    }
}
