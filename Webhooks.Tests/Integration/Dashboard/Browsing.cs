using System.Net;
using System.Text.RegularExpressions;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>A browser without a window: cookies, links and forms.</summary>
public sealed partial class Browsing(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    /// <summary>What it says that it shows; a program shows nothing.</summary>
    public string Accept { get; set; } = "text/html,application/xhtml+xml,*/*;q=0.8";

    /// <param name="path">Of the page.</param>
    /// <param name="headers">Beside a browser's own, or in their place where one names who it is.</param>
    public Task<Shown> ShowAsync(string path, params (string Name, string Value)[] headers) => AskAsync(HttpMethod.Get, new Uri(path, UriKind.Relative), content: null, headers);

    public Task<Shown> HeadAsync(string path) => AskAsync(HttpMethod.Head, new Uri(path, UriKind.Relative));

    /// <summary>Sends a form with the token of a page.</summary>
    public async Task<Shown> SendAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await SendAsync(action, [("__RequestVerificationToken", Token(await ShowAsync(page))), .. fields]);

    public Task<Shown> SendAsync(string action, params (string Name, string Value)[] fields) => AskAsync(
        HttpMethod.Post, new Uri(action, UriKind.Relative), new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value))));

    /// <summary>A path as it is written, dots and all.</summary>
    public Task<Shown> ShowAsWrittenAsync(string path) => AskAsync(HttpMethod.Get, AsWritten(path));

    /// <summary>A form sent to a path as it is written.</summary>
    public Task<Shown> SendAsWrittenAsync(string action, string token) =>
        AskAsync(HttpMethod.Post, AsWritten(action), new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]));

    public static string Token(Shown page) => WebUtility.HtmlDecode(FormToken().Match(page.Html).Groups["token"].Value);

    public void Dispose() => _http.Dispose();

    private async Task<Shown> AskAsync(HttpMethod method, Uri path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept", Accept);
        if (!Array.Exists(headers, static header => header.Name == "User-Agent"))
        {
            request.Headers.Add("User-Agent", "Mozilla/5.0");
            request.Headers.Add("Sec-Fetch-Mode", "navigate");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request);
        return await Shown.OfAsync(response);
    }

    private Uri AsWritten(string path) => new($"{_http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}
