using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Core.Tenants;
using Webhooks.Dashboard.Shell;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Dashboard;

// What a page says of a field is in the words of the page, and none of the API's.
public sealed partial class TextTests
{
    // Text that may be anything, and what only our own pages send.
    private static readonly string[] Free = ["key", "earlier", "reference", "body", "confirmation", "token"];

    private static readonly Dictionary<string, string[]> Wrong = new(StringComparer.Ordinal)
    {
        ["url"] = ["ftp://x.example", "http://user@x.example/", ""],
        ["description"] = [new string('x', 501)],
        ["events"] = ["a b", "a*"],
        ["type"] = ["a b"],
        ["format"] = ["xml"],
        ["signature"] = ["none"],
        ["retries"] = ["x", "2.5", "99"],
        ["timeout"] = ["x", "31"],
        ["rate"] = ["x", "0"],
        ["headers"] = ["no colon"],
        ["overlap"] = ["", "x", "169"],
        ["since"] = ["yesterday"],
        ["until"] = ["yesterday"],
        ["name"] = ["a b", ""],
        ["schema"] = ["{", "null", "5", """{"type":"nope"}""", """{"$ref":"https://elsewhere.example/"}"""],
        ["payload"] = ["{\"a\":\n é}", "5", ""],
        ["do"] = ["x"],
        ["status"] = ["pending?"],
        ["endpoint"] = ["x"],
        ["event"] = ["x"],
        ["id"] = ["A", "a", ""],
        ["target"] = ["ftp://x.example"],
        ["secret"] = [""],
        ["signing"] = ["short", "a text of mine"],
        ["of"] = ["A b"],
        ["theme"] = ["purple"],
        ["counted"] = ["x"],
        ["ended"] = ["x"],
    };

    private static readonly Dictionary<string, string> Right = new(StringComparer.Ordinal)
    {
        ["url"] = "http://localhost:9001/words", ["rate"] = "5", ["overlap"] = "1", ["since"] = "2026-01-01", ["name"] = "words.of.a.page", ["payload"] = "{}", ["do"] = "check",
        ["status"] = "failed", ["id"] = "words-of-a-page", ["secret"] = "s", ["headers"] = "X-A: 1", ["body"] = "{}", ["theme"] = "dark", ["type"] = "words",
    };

    [Fact]
    public async Task Fields_WithAValueThatCannotBe_AreNamedByTheirLabels()
    {
        var tenant = await dashboard.Api.CreateTenantAsync();
        var home = $"/tenants/{tenant.Text("tenant_id")}";
        using var own = dashboard.Api.Client(tenant.Text("api_key"));
        Assert.Equal(201, (await own.SendAsync("POST", "/v1/event-types", """{"name":"x"}""")).Status);
        var target = (await own.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var sent = await own.PostEventAsync();
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        var token = ("__RequestVerificationToken", Browsing.Token(await browser.ShowAsync("/overview")));
        var (faults, asked) = (new List<string>(), 0);

        foreach (var (method, pattern, route) in EveryRoute.WithMetadata(dashboard.Services.GetRequiredService<EndpointDataSource>()))
        {
            var url = pattern.Replace("/tenants/acme", home, StringComparison.Ordinal).Replace("/endpoints/x", $"/endpoints/{target}", StringComparison.Ordinal)
                .Replace("/events/x", $"/events/{sent}", StringComparison.Ordinal);
            foreach (var field in (route.Metadata.GetMetadata<FormFields>() ?? FormFields.None).All.Where(one => !Free.Contains(one.Name) && (method == "POST" || one.Name != "rate")))
            {
                foreach (var value in Wrong[field.Name].Where(value => method == "POST" || value.Length > 0))
                {
                    var others = route.Metadata.GetRequiredMetadata<FormFields>().All.Where(one => one.Name != field.Name && !(one.Name == "type" && field.Name == "events") && Right.ContainsKey(one.Name));
                    var answer = method == "POST"
                        ? await browser.SendAsync(url, [token, .. others.Select(static one => (one.Name, Right[one.Name])), (field.Name, value)])
                        : await browser.ShowAsync($"{url}?{field.Name}={Uri.EscapeDataString(value)}");
                    Expect($"{method} {url} {field.Name}={value}", field, method, answer.Status == 302 ? await browser.ShowAsync("/overview") : answer);
                }
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.True(asked > 70, $"There were {asked}.");

        void Expect(string what, FormField field, string method, Shown answer)
        {
            asked++;
            var said = WebUtility.HtmlDecode(string.Join(' ', Said().Matches(answer.Html).Select(static one => one.Groups["text"].Value)));
            var isNamed = said.Contains($"“{field.Label}”", StringComparison.Ordinal)
                || (method == "GET" && field.Choices is not null && said.Contains($"'{field.Name}'", StringComparison.Ordinal));
            faults.AddRange(isNamed && !OfTheApi().IsMatch(said) ? [] : [$"{what}: {answer.Status} {said}"]);
        }
    }

    [Fact]
    public async Task Labels_OfEveryField_StandOnAPage()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", """{"name":"x"}""")).Status);
        var target = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var sent = await tenant.PostEventAsync();
        await dashboard.Api.UntilPublishedAsync();
        await dashboard.Api.SetDeliveriesAsync(sent, "failed", 5);
        using var stranger = dashboard.Browse();
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);
        using var guest = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var home = (await guest.ShowAsync("/")).Location;
        var html = (await stranger.ShowAsync("/sign-in")).Html;
        string[] paths =
        [
            "/tenants", "/audit-log", $"{home}/events", $"{home}/deliveries", $"{home}/endpoints/new", $"{home}/endpoints/{target}", $"{home}/replays/new?since=2026-01-01T00:00",
            $"{home}/event-types/x", $"{home}/signatures",
        ];
        foreach (var path in paths)
        {
            html += (await browser.ShowAsync(path)).Html;
        }

        html = WebUtility.HtmlDecode(html);
        var fields = dashboard.Services.GetRequiredService<EndpointDataSource>().Endpoints.SelectMany(static route => (route.Metadata.GetMetadata<FormFields>() ?? FormFields.None).All)
            .Where(static field => field.Name is not ("theme" or "do" or "confirmation" or "counted" or "ended" or "token"));

        Assert.All(fields, field => Assert.True(
            html.Contains($"for=\"{field.Name}\">{field.Label}<", StringComparison.Ordinal) || html.Contains($"for=\"{field.Name}\">{field.Label} <", StringComparison.Ordinal)
                || html.Contains($"<legend>{field.Label}</legend>", StringComparison.Ordinal),
            $"{field.Name}: {field.Label}"));
    }

    // The notice, or what the page of an error says.
    [GeneratedRegex("(role=\"alert\">|</h1></div>\\s*<p>)(?<text>[^<]*)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Said();

    [GeneratedRegex(@"\b(GET|POST|PUT|PATCH|DELETE)\b|/v1/|'[a-z]+(_[a-z]+)+'|'filter\.|Position|LineNumber|[Tt]he body|next_token|Idempotency", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OfTheApi();
}
