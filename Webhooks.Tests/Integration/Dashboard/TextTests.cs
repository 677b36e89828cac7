using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>What others wrote is text on our pages, wherever it stands.</summary>
public sealed class TextTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
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
}
