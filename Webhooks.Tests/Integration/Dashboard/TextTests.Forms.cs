using System.Net;
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
    [InlineData("endpoints/new", "url", "http://localhost:9001/y", 400)]
    [InlineData("endpoints/whe_1/rotate", "overlap", "NaN", 400)]
    [InlineData("endpoints/whe_1/rotate", "overlap", "-1", 400)]
    [InlineData("endpoints/whe_1/rotate", "overlap", "169", 400)]
    [InlineData("replays", "rate", "-Infinity", 400)]
    public async Task Forms_WithANumberThatCannotBe_OrAFieldTwice_AreRefused(string action, string field, string value, int status)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        (string, string)[] own = action switch { "replays" => [("status", "failed")], "endpoints/new" => [("url", "http://localhost:9001/x")], _ => [] };
        var answer = await browser.SendAsync("/tenants/acme", $"/tenants/acme/{action}", [.. own, (field, value)]);

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", 1_100, 1, 400, "more than a thousand fields")]
    [InlineData("application/x-www-form-urlencoded", 1, 3_000, 400, "This form cannot be read")]
    [InlineData("application/x-www-form-urlencoded", 1, 1_100_000, 413, "A form may have 1 MiB")]
    [InlineData("multipart/form-data; boundary=x", 1, 1, 400, "This form cannot be read")]
    public async Task Forms_ThatCannotBeRead_AreRefusedForWhatTheyAre(string type, int fields, int length, int status, string reason)
    {
        using var http = new HttpClient { BaseAddress = dashboard.Address };
        using var content = new StringContent(string.Join('&', Enumerable.Repeat(new string('x', length), fields)));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await http.PostAsync(new Uri("/theme", UriKind.Relative), content);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forms_WithAFieldOfU0000_NameTheField()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var answer = await browser.SendAsync("/tenants/acme", "/tenants/acme/event-types", ("name", "a"), ("description", "a\0b"));

        Assert.Equal(400, answer.Status);
        Assert.Contains("The field “Description” holds U+0000", WebUtility.HtmlDecode(answer.Html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payload_ThatIsTriedAndTooLarge_IsKeptWithTheReason()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", """{"name":"large"}""");
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/event-types/large";
        var typed = new string('x', 300_000);

        foreach (var what in new[] { "check", "send" })
        {
            var answer = await browser.SendAsync(page, $"{page}/try", ("do", what), ("payload", $$"""{"a":"{{typed}}"}"""));

            Assert.Equal(422, answer.Status);
            Assert.Contains("262144 bytes at most", answer.Html, StringComparison.Ordinal);
            Assert.Contains(typed, answer.Html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("replays/new", 200, "Say which deliveries are meant")]
    [InlineData("replays/new?status=&type=", 200, "Say which deliveries are meant")]
    [InlineData("replays/new?endpoint=nonsense", 422, "must be an id of the form whe_")]
    [InlineData("replays/new?status=failed&since=0001-01-01", 400, "not before 1970")]
    [InlineData("events?since=0001-01-01", 400, "not before 1970")]
    [InlineData("events?until=0001-01-01T00:00%2B01:00", 400, "not before 1970")]
    [InlineData("deliveries?since=0001-01-01", 400, "not before 1970")]
    [InlineData("deliveries?since=12:00", 400, "“Since, UTC” must be a time like")]
    [InlineData("deliveries?since=11/12/2026", 400, "“Since, UTC” must be a time like")]
    [InlineData("deliveries?since=yesterday", 400, "“Since, UTC” must be a time like")]
    [InlineData("deliveries?since=2026-01-31", 200, "value=\"2026-01-31T00:00\"")]
    [InlineData("events?until=2026-01-31T12:00%2B02:00", 200, "value=\"2026-01-31T10:00\"")]
    [InlineData("deliveries?event=evt_0198c0de000070008000000000000000", 200, "value=\"evt_0198c0de000070008000000000000000\"")]
    [InlineData("deliveries?token=", 200, "No deliveries match.")]
    [InlineData("dead-letters?token=other", 400, "There is no such page of this list. Start again at its first page.")]
    public async Task Pages_WithAChoiceThatIsNone_SayWhatToChoose(string path, int status, string said)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var page = await browser.ShowAsync($"/tenants/acme/{path}");

        Assert.Equal(status, page.Status);
        Assert.Contains(said, WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
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
