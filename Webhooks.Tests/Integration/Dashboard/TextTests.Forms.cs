using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

public sealed partial class TextTests
{
    [Fact]
    public async Task Payload_ThatIsTried_IsJudgedAsTextAndSentOnlyWhenThatIsPressed()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var type = await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"tried","schema":{"properties":{"{{Script}}":{"type":"string"} } } }""");
        Assert.Equal(201, type.Status);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/event-types/tried";
        Task<Shown> TryAsync(string what, string payload) => browser.SendAsync(page, $"{page}/try", ("do", what), ("payload", payload));

        var fits = await TryAsync("check", "{}");
        var broken = await TryAsync("check", $$"""{"{{Script}}":5}""");
        var refused = await TryAsync("send", $$"""{"{{Script}}":5}""");
        var none = await TryAsync("check", "5");
        foreach (var value in new[] { "5", "[1]", "null", "\"x\"" })
        {
            Assert.Contains("A payload is a JSON object. Nothing was sent.", (await TryAsync("send", value)).Html, StringComparison.Ordinal);
        }


        Assert.Contains("Valid: an event with this payload would be taken.", fits.Html, StringComparison.Ordinal);
        Assert.Contains("Not valid: an event with this payload would be refused.", broken.Html, StringComparison.Ordinal);
        Assert.All([broken, refused], answer => Assert.Contains(Escaped, answer.Html, StringComparison.Ordinal));
        Assert.All([broken, refused], answer => Assert.DoesNotContain("<script>alert", answer.Html, StringComparison.Ordinal));
        Assert.Equal((200, 200, 422, 422), (fits.Status, broken.Status, refused.Status, none.Status));
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("events").GetArrayLength());

        Assert.Contains("/events/evt_", (await TryAsync("send", "{}")).Location!, StringComparison.Ordinal);
        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events")).At("events").GetArrayLength());
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
