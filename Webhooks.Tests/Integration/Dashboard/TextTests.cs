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

    [Theory]
    [InlineData("endpoints/new", "timeout", "NaN", 422)]
    [InlineData("endpoints/new", "rate", "Infinity", 422)]
    [InlineData("endpoints/new", "retries", "NaN", 422)]
    [InlineData("endpoints/new", "retries", "2.7", 422)]
    [InlineData("endpoints/whe_1/rotate", "overlap", "NaN", 400)]
    [InlineData("replays", "rate", "-Infinity", 400)]
    public async Task Forms_WithANumberThatJsonDoesNotHave_AreRefused(string action, string field, string value, int status)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var answer = await browser.SendAsync("/tenants/acme", $"/tenants/acme/{action}", ("url", "http://localhost:9001/x"), ("status", "failed"), (field, value));

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", 1_100, 1)]
    [InlineData("application/x-www-form-urlencoded", 1, 3_000)]
    [InlineData("application/x-www-form-urlencoded", 1, 1_100_000)]
    [InlineData("multipart/form-data; boundary=x", 1, 1)]
    public async Task Forms_ThatCannotBeRead_AreRefused(string type, int fields, int length)
    {
        using var http = new HttpClient { BaseAddress = dashboard.Address };
        using var content = new StringContent(string.Join('&', Enumerable.Repeat(new string('x', length), fields)));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await http.PostAsync(new Uri("/theme", UriKind.Relative), content);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/\u00e9")]
    [InlineData("/\u007f")]
    [InlineData("//elsewhere.example")]
    public async Task Forms_WithAWayBackThatIsNone_LeadToTheStart(string back)
    {
        using var browser = dashboard.Browse();

        var answer = await browser.SendAsync("/sign-in", "/theme", ("back", back), ("theme", "dark"));

        Assert.Equal((302, "/"), (answer.Status, answer.Location));
    }
}
