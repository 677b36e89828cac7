using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Core.Tenants;
using Webhooks.ServiceDefaults.Requests;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Dashboard;

// What a page or a form would ignore is refused by its name.
public sealed partial class TextTests
{
    [Theory]
    [InlineData("GET /sign-in HTTP/1.0\r\n\r\n", 200)]
    [InlineData("GET /sign-in HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", 200)]
    [InlineData("GET /sign-in HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", 400)]
    [InlineData("PUT /overview HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405)]
    [InlineData("OPTIONS /overview HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405)]
    [InlineData("POST /overview HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 405)]
    [InlineData("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 404)]
    [InlineData("POST /robots.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 404)]
    [InlineData("GET /theme HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405)]
    [InlineData("POST /theme HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}", 415)]
    [InlineData("get /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405)]
    public async Task Page_HostOrMethodThatABrowserDoesNotSend_IsShownOrRefusedAsSuch(string request, int status) =>
        Assert.StartsWith($"HTTP/1.1 {status} ", await RawExchange.SendAsync(dashboard.Address, request), StringComparison.Ordinal);

    [Theory]
    [InlineData("Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\na=b", "This form is compressed")]
    [InlineData("Idempotency-Key: k\r\nContent-Length: 3\r\n\r\na=b", "does not keep a form from being carried out again")]
    [InlineData("X-Idempotency-Key: k\r\nContent-Length: 3\r\n\r\na=b", "does not keep a form from being carried out again")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\nX-T: 1\r\n\r\n", "as a trailer, where nothing is read")]
    public async Task Form_ThatAsksMoreThanAFormCan_IsRefusedByItsName(string request, string sentence) => Assert.Contains(
        sentence,
        await RawExchange.SendAsync(
            dashboard.Address, "POST /theme HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n" + request),
        StringComparison.Ordinal);

    [Fact]
    public async Task Pages_WithAnUnknownParameterOrField_NameItWhereverItIsSent()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        var token = ("__RequestVerificationToken", Browsing.Token(await browser.ShowAsync("/overview")));
        var routes = EveryRoute.Of(dashboard.Services.GetRequiredService<EndpointDataSource>());
        Assert.True(routes.Count > 50, $"There are {routes.Count}.");
        var faults = new List<string>();

        // Whoever sends a link on may add to it.
        foreach (var (method, url) in routes.Where(static route => route.Method != "HEAD" && route.Url != "/portal"))
        {
            Expect(method, url, "'zz' is no query parameter", method == "POST" ? await browser.SendAsync($"{url}?zz=1", token) : await browser.ShowAsync($"{url}?zz=1"));
            if (method == "POST")
            {
                Expect(method, url, "'zz' is no field of this form", await browser.SendAsync(url, token, ("zz", "1")));
            }
        }

        // What is not text of somebody's own has values that cannot be.
        foreach (var (_, url, route) in EveryRoute.WithMetadata(dashboard.Services.GetRequiredService<EndpointDataSource>()).Where(static route => route.Method == "GET"))
        {
            foreach (var name in (route.Metadata.GetMetadata<QueryForm>() ?? QueryForm.None).Taken.Except(["q", "reference"], StringComparer.Ordinal))
            {
                var answer = await browser.ShowAsync($"{url}?{name}=no%20such/value");
                faults.AddRange(answer.Status is 400 or 404 or 422 ? [] : [$"{url}?{name}: {answer.Status}"]);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(200, (await browser.ShowAsync("/overview?counted=true")).Status);
        Assert.Equal(404, (await browser.ShowAsync("/nowhere?zz=1")).Status);

        void Expect(string method, string url, string sentence, Shown answer)
        {
            var said = WebUtility.HtmlDecode(answer.Html);
            if (answer.Status != 400 || !said.Contains(sentence, StringComparison.Ordinal))
            {
                faults.Add($"{method} {url} -> {answer.Status}, not {sentence}");
            }
        }
    }

    [Fact]
    public async Task Files_OfAPage_AreKeptUnderTheirOwnVersionAlone()
    {
        using var browser = dashboard.Browse();
        var page = (await browser.ShowAsync("/sign-in")).Html;
        var address = page[page.IndexOf("/app.css?v=", StringComparison.Ordinal)..].Split('"')[0];

        var own = await browser.ShowAsync(address);
        var other = await browser.ShowAsync("/app.css?v=000000000000");
        var unversioned = await browser.ShowAsync(other.Location!);

        Assert.Equal((200, 302, "/app.css", 200), (own.Status, other.Status, other.Location, unversioned.Status));
        Assert.True(own.Headers.CacheControl is { Public: true, MaxAge.TotalDays: > 300 });
        Assert.True(unversioned.Headers.CacheControl is { NoCache: true, MaxAge: null });
        Assert.Contains(":root", own.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /tenants/%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", 400, "bytes that are no UTF-8")]
    [InlineData("PUT /overview HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n", 405, "Pages do not support PUT")]
    [InlineData("DELETE /overview HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n", 405, "Pages do not support DELETE")]
    [InlineData("PATCH /overview HTTP/1.0\r\nHost: localhost\r\n", 411, "Send Content-Length, of 0 where there is none")]
    [InlineData("GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIf-Match: \"x\"\r\n", 412, "is a condition that cannot be checked here")]
    [InlineData("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n", 400, "names no host of this service")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n", 405, "name a path instead of")]
    public async Task Request_ThatIsNoneForAPage_IsAPageToBrowsersAndAProblemToPrograms(string head, int status, string sentence)
    {
        foreach (var (accept, type) in new[] { ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"), ("*/*", "application/problem+json"), (null, "application/problem+json") })
        {
            var answer = await RawExchange.SendAsync(dashboard.Address, $"{head}{(accept is null ? "" : $"Accept: {accept}\r\n")}\r\n");

            Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
            Assert.Contains($"\r\nContent-Type: {type}", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Security-Policy: ", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nX-Correlation-Id: ", answer, StringComparison.Ordinal);
            Assert.Contains(sentence, WebUtility.HtmlDecode(answer), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("events?event_type=a", "'event_type' is no query parameter of this route. It takes status, type, since, until, token.")]
    [InlineData("events?STATUS=FAILED", "'STATUS' is no query parameter")]
    [InlineData("events?status=FAILED&status=FAILED", "'status' is given 2 times")]
    [InlineData("replays/new?is_empty=1", "'is_empty' is no query parameter")]
    [InlineData("events?type=kept.type&since=yesterday", "value=\"kept.type\"")]
    [InlineData("events?since=2026-01-22T00:00&until=2026-01-21T00:00", "“Since, UTC” must not be after “Before, UTC”")]
    [InlineData("deliveries?reference=kept&endpoint=nonsense", "value=\"kept\"")]
    public async Task Lists_WithAFilterThatIsNone_SayWhyAndKeepTheRest(string path, string said)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var page = await browser.ShowAsync($"/tenants/acme/{path}");

        Assert.Equal(400, page.Status);
        Assert.Contains(said, WebUtility.HtmlDecode(page.Html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task Request_ThatTheServerCannotRead_IsAnsweredWithAProblem(string request)
    {
        var answer = await RawExchange.SendAsync(dashboard.Address, request);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("The server cannot read the request: ", answer, StringComparison.Ordinal);
    }
}
