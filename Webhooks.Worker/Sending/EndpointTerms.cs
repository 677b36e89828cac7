using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;

namespace Webhooks.Worker.Sending;

/// <summary>
/// What every request to an endpoint rests on, worked out once per version of its configuration: whether the rules still allow its URL, how
/// that is shown, and its own headers, decrypted.
/// </summary>
internal sealed class EndpointTerms(UrlRules urls, SecretProtector protector)
{
    private readonly ConditionalWeakTable<EndpointConfig, Terms> _terms = [];

    /// <exception cref="RefusedUrlException">The rules allow the endpoint's URL no longer.</exception>
    /// <exception cref="CryptographicException">A header cannot be decrypted with the keys of this process.</exception>
    public KeyValuePair<string, string>[] HeadersFor(EndpointConfig endpoint)
    {
        var terms = _terms.TryGetValue(endpoint, out var known) ? known : _terms.GetValue(endpoint, WorkOut);
        return terms.RefusedBy is { } rule ? throw new RefusedUrlException(rule) : terms.Headers;
    }

    /// <summary>Of an endpoint whose headers were asked for.</summary>
    public string? UrlOf(EndpointConfig endpoint) => _terms.TryGetValue(endpoint, out var terms) ? terms.Url : null;

    private Terms WorkOut(EndpointConfig endpoint)
    {
        var url = new LoggedUrl(endpoint.Url).ToString();
        return urls.Check(endpoint.Url.OriginalString).Rule is { } rule ? new Terms(url, rule, []) : new Terms(url, null, SealedHeaders.Open(endpoint, protector));
    }

    private sealed record Terms(string Url, string? RefusedBy, KeyValuePair<string, string>[] Headers);
}
