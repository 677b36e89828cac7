using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Core.Tenants;
using Webhooks.Dashboard.Sessions;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>Nobody sees or does what is another's, by any address.</summary>
public sealed class AccessTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
{
    private static readonly string[] OpenToAll = ["/health", "/alive", "/metrics"];

    private IEnumerable<RouteEndpoint> Routes => dashboard.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
        .SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void Routes_EachOne_SaysWhoMayUseIt() => Assert.All(
        Routes.Where(static route => !OpenToAll.Contains(route.RoutePattern.RawText)),
        static route => Assert.True(route.Metadata.GetMetadata<Access>() is not null, route.RoutePattern.RawText));

    [Fact]
    public async Task Pages_WithoutASession_LeadToSignIn()
    {
        using var stranger = dashboard.Browse();

        foreach (var path in await PathsAsync())
        {
            var page = await stranger.ShowAsync(path);
            Assert.True(page.Status == 302 && page.Location!.StartsWith("/sign-in", StringComparison.Ordinal), $"{path}: {page.Status}");
        }
    }

    [Fact]
    public async Task Pages_OfAnotherTenantOrTheOperator_AreNotThereForATenant()
    {
        using var globex = await dashboard.BrowseAsync(LocalTenants.ApiKey("globex"));

        foreach (var path in await PathsAsync())
        {
            var page = await globex.ShowAsync(path);
            Assert.True(page.Status is 404, $"{path}: {page.Status}");
            Assert.DoesNotContain("acme-secret-thing", page.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Forms_OfAnotherTenant_DoNothing()
    {
        var before = await StateAsync();
        using var globex = await dashboard.BrowseAsync(LocalTenants.ApiKey("globex"));
        var token = Browsing.Token(await globex.ShowAsync("/tenants/globex/endpoints/new"));

        foreach (var action in await ActionsAsync())
        {
            var answer = await globex.SendAsync(action, ("__RequestVerificationToken", token), ("url", "http://localhost:9001/globex"), ("name", "x"), ("since", "2020-01-01"));
            Assert.True(answer.Status is 404, $"{action}: {answer.Status}");
        }

        // By an id of another's under one's own tenant, too.
        foreach (var action in (await ActionsAsync()).Where(static action => action.StartsWith("/tenants/acme/", StringComparison.Ordinal) && action.Contains('_', StringComparison.Ordinal)))
        {
            var own = action.Replace("/tenants/acme/", "/tenants/globex/", StringComparison.Ordinal);
            (string, string)[] fields = own.EndsWith("/recover", StringComparison.Ordinal) ? [("since", "2020-01-01")] : own.EndsWith("/rotate", StringComparison.Ordinal) ? [("overlap", "1")] : [];
            var answer = await globex.SendAsync(own, [("__RequestVerificationToken", token), .. fields]);
            Assert.True(answer.Status is 302 or 404 or 422, $"{own}: {answer.Status}");
        }

        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Forms_WithoutAToken_DoNothing()
    {
        var before = await StateAsync();
        using var acme = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        foreach (var action in (await ActionsAsync()).Where(static action => action.StartsWith("/tenants/acme/", StringComparison.Ordinal)))
        {
            var answer = await acme.SendAsync(action, ("url", "http://localhost:9001/acme"), ("since", "2020-01-01"));
            Assert.True(answer.Status is 400 or 404, $"{action}: {answer.Status}");
        }

        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Answers_OfEveryPage_TellTheBrowserToLoadAndKeepNothingElse()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);

        foreach (var path in await PathsAsync())
        {
            var page = await browser.ShowAsync(path);
            Assert.True(page.Status == 200, $"{path}: {page.Status}");
            var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.True(page.Headers.CacheControl!.NoStore);
            Assert.DoesNotContain(" style=", page.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>", page.Html, StringComparison.Ordinal);
        }
    }

    /// <summary>Every page that an operator reaches by links from the overview and acme's summary.</summary>
    private async Task<IReadOnlyCollection<string>> PathsAsync() => (await CrawlAsync()).Paths;

    private async Task<IReadOnlyCollection<string>> ActionsAsync() => (await CrawlAsync()).Actions;

    private async Task<(SortedSet<string> Paths, SortedSet<string> Actions)> CrawlAsync()
    {
        await SeedAsync();
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        var (paths, actions) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>(StringComparer.Ordinal));
        var open = new Queue<string>(["/overview", "/tenants/acme"]);
        while (open.TryDequeue(out var path))
        {
            if (!IsOurs(path) || !paths.Add(path))
            {
                continue;
            }

            var page = await browser.ShowAsync(path);
            Assert.True(page.Status == 200, $"{path}: {page.Status}");
            foreach (var link in page.Links)
            {
                open.Enqueue(link.Split('#')[0]);
            }

            actions.UnionWith(page.Actions.Where(static action => action is not ("/theme" or "/sign-out")));
        }

        Assert.Contains("/tenants/acme/endpoints/new", paths);
        Assert.Contains("/tenants/acme/endpoints/new", actions);
        return (paths, actions);
    }

    private static bool IsOurs(string path) =>
        path is "/overview" or "/tenants" or "/keys" or "/audit-log" or "/tenants/acme" || path.StartsWith("/tenants/acme/", StringComparison.Ordinal);

    private async Task SeedAsync()
    {
        using var acme = dashboard.Api.Client(LocalTenants.ApiKey("acme"));
        if (await dashboard.Api.CountAsync("SELECT count(*) FROM events WHERE tenant_id = 'acme'") > 0)
        {
            return;
        }

        await acme.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/acme/hook","description":"acme-secret-thing"}""");
        await acme.SendAsync("POST", "/v1/event-types", """{"name":"order.created"}""");
        await acme.SendAsync("POST", "/v1/events", """{"event":"order.created","note":"acme-secret-thing"}""");
    }

    private async Task<string> StateAsync()
    {
        await SeedAsync();
        using var acme = dashboard.Api.Client(LocalTenants.ApiKey("acme"));
        var parts = new List<string>();
        foreach (var path in new[] { "/v1/events", "/v1/webhooks", "/v1/event-types", "/v1/deliveries", "/v1/tenants/current/keys" })
        {
            // A key's last use is written down once a minute.
            parts.Add(System.Text.RegularExpressions.Regex.Replace((await acme.SendAsync("GET", path)).Body, "\"last_used_at\":[^,}]*", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        }

        return string.Join('\n', parts);
    }
}
