using System.Net;
using System.Text.RegularExpressions;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>A browser without a window: cookies, links and forms.</summary>
public sealed partial class Browsing(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };

    public async Task<Shown> ShowAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _http.SendAsync(request);
        return await Shown.OfAsync(response);
    }

    public async Task<Shown> HeadAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using var response = await _http.SendAsync(request);
        return await Shown.OfAsync(response);
    }

    /// <summary>Sends a form with the token of a page.</summary>
    public async Task<Shown> SendAsync(string page, string action, params (string Name, string Value)[] fields) =>
        await SendAsync(action, [("__RequestVerificationToken", Token(await ShowAsync(page))), .. fields]);

    public async Task<Shown> SendAsync(string action, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(static field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _http.PostAsync(new Uri(action, UriKind.Relative), content);
        return await Shown.OfAsync(response);
    }

    /// <summary>A path as it is written, dots and all.</summary>
    public async Task<Shown> ShowAsWrittenAsync(string path)
    {
        using var response = await _http.GetAsync(AsWritten(path));
        return await Shown.OfAsync(response);
    }

    /// <summary>A form sent to a path as it is written.</summary>
    public async Task<Shown> SendAsWrittenAsync(string action, string token)
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var response = await _http.PostAsync(AsWritten(action), content);
        return await Shown.OfAsync(response);
    }

    private Uri AsWritten(string path) => new($"{_http.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    public static string Token(Shown page) => WebUtility.HtmlDecode(FormToken().Match(page.Html).Groups["token"].Value);

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();
}
