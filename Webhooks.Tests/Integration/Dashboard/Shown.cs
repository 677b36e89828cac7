using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>What a browser got.</summary>
public sealed partial record Shown(int Status, string Html, string? Location, HttpResponseHeaders Headers)
{
    public IEnumerable<string> Links => Link().Matches(Html).Select(static link => System.Net.WebUtility.HtmlDecode(link.Groups["path"].Value)).Distinct(StringComparer.Ordinal);

    public IEnumerable<string> Actions =>
        Form().Matches(Html).Select(static form => System.Net.WebUtility.HtmlDecode(form.Groups["path"].Value)).Distinct(StringComparer.Ordinal);

    public static async Task<Shown> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Location?.OriginalString, response.Headers);

    [GeneratedRegex("<a [^>]*href=\"(?<path>/[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("<form method=\"post\" action=\"(?<path>/[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
