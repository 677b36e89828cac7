using System.Net;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

// Whoever looks for something is told what an id looks like, and where else it may be.
public sealed partial class TextTests
{
    private const string Unknown = "0198c0de000070008000000000000000";

    [Theory]
    [InlineData("search?q=evt_123", "The id of an event is evt_ and 32 hexadecimal digits. This one has 3 characters after evt_.")]
    [InlineData("search?q=whe_12", "The id of an endpoint is whe_ and 32 hexadecimal digits.")]
    [InlineData($"search?q=dl_{Unknown}", "There is no dead letter")]
    [InlineData("events/123", "This one begins otherwise.")]
    [InlineData($"events/evt_{Unknown}", "are kept for 30 days, where the operator has set nothing else. This id was made 2025-08-")]
    [InlineData($"endpoints/whe_{Unknown}", "It may have been deleted. Or it is another tenant's.")]
    [InlineData($"events/EVT_{Unknown}", $"href=\"/tenants/acme/search?q=evt_{Unknown}\"")]
    [InlineData("event-types/none", "href=\"/tenants/acme/event-types\">All event types")]
    [InlineData($"signatures?event=evt_{Unknown}", "There is no event")]
    public async Task Id_OfNothing_IsExplained(string path, string said)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var page = await browser.ShowAsync($"/tenants/acme/{path}");

        Assert.Equal(404, page.Status);
        Assert.Contains(said, WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("every tenant", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_AnIdAsItWasPasted_LeadsToIt()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var id = (await tenant.SendAsync("POST", "/v1/events", """{"event_type":"a","payload":{},"reference_id":"EVT_of_mine"}""")).Text("event_id")!;
        await dashboard.Api.UntilPublishedAsync();
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        using var @operator = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        var home = (await browser.ShowAsync("/")).Location!;
        var shouted = Uri.EscapeDataString($" {id.ToUpperInvariant()} ");

        foreach (var search in new[] { await browser.ShowAsync($"{home}/search?q={shouted}"), await @operator.ShowAsync($"/search?q={shouted}") })
        {
            Assert.Equal((302, $"{home}/events/{id}"), (search.Status, search.Location));
        }

        Assert.Equal($"{home}/deliveries?reference=EVT_of_mine", (await browser.ShowAsync($"{home}/search?q=EVT_of_mine")).Location);
        Assert.Equal($"{home}/deliveries?reference=EVT_of_mine", (await @operator.ShowAsync("/search?q=EVT_of_mine")).Location);
        Assert.Equal(home, (await @operator.ShowAsync($"/search?q={home.Split('/')[^1]}")).Location);
        Assert.Contains(id, (await browser.ShowAsync($"{home}/deliveries?event={shouted}")).Html, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.ShowAsync($"/search?q={id}")).Status);
    }

    [Fact]
    public async Task Search_AtATenantForWhatIsAnothers_LeadsAnOperatorThereAndNobodyElse()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var id = await tenant.PostEventAsync();
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        using var @operator = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        using var acme = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));
        var page = $"{(await browser.ShowAsync("/")).Location}/events/{id}";

        var search = await @operator.ShowAsync($"/tenants/acme/search?q={id}");

        Assert.Equal(200, search.Status);
        Assert.Contains(page, search.Links);
        Assert.Contains("acme does not know it", search.Html, StringComparison.Ordinal);
        Assert.Equal(page, (await @operator.ShowAsync($"{page.Split("/events")[0]}/search?q={id}")).Location);
        Assert.Equal($"/tenants/acme/events/{id}", (await acme.ShowAsync($"/tenants/acme/search?q={id}")).Location);
    }

    [Fact]
    public async Task Search_InEveryTenantForNothing_SaysWhereItLooked()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);

        var page = await browser.ShowAsync($"/tenants/acme/events/evt_{Unknown}");
        var search = await browser.ShowAsync($"/search?q=evt_{Unknown}");

        Assert.Contains($"/search?q=evt_{Unknown}", page.Links);
        Assert.Equal(404, search.Status);
        Assert.Contains("is known to none of", search.Html, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.ShowAsync("/tenants/nobody")).Status);
        Assert.Contains("no tenant", (await browser.ShowAsync("/tenants/nobody/events")).Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("There is no tenant 'nobody'", WebUtility.HtmlDecode((await browser.ShowAsync("/audit-log?of=nobody")).Html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("events?since=2026-01-02&until=2026-01-01")]
    [InlineData("replays/new?since=2026-01-02&until=2026-01-01")]
    public async Task Lists_OfNoTime_SayWhichFieldsAreWrong(string path)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var page = await browser.ShowAsync($"/tenants/acme/{path}");

        Assert.Equal(400, page.Status);
        Assert.Contains("“Since, UTC” must not be after “Before, UTC”", WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
        Assert.Contains("value=\"2026-01-02T00:00\"", page.Html, StringComparison.Ordinal);
    }
}
