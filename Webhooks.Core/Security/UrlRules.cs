using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Webhooks.Core.Security;

/// <summary>
/// What an endpoint's URL must be like when it is created, and again whenever it is sent to, because the rules may have changed since. Names
/// are not resolved here: the answer could change, so <see cref="GuardedConnector"/> vets them at each connect.
/// </summary>
public sealed class UrlRules(SecurityOptions options, AddressGuard guard)
{
    public const int MaxLength = 2048;

    private const int MaxHostLength = 253;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly Regex? _allowList = options.UrlAllowList is { Length: > 0 } pattern
        ? new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant, options.UrlMatchTimeout)
        : null;

    public UrlVerdict Check(string? url)
    {
        if (string.IsNullOrEmpty(url))
        {
            return UrlVerdict.Refuse("url-required", "The URL is missing.");
        }

        if (url.Length > MaxLength)
        {
            return UrlVerdict.Refuse("url-length", $"The URL is longer than {MaxLength} characters.");
        }

        if (url.AsSpan().ContainsAnyExceptInRange('!', '~') || url.Contains('\\', StringComparison.Ordinal))
        {
            return UrlVerdict.Refuse(
                "url-characters",
                "The URL may hold visible ASCII characters only, and no backslash: write a path percent-encoded and a host in punycode (xn--).");
        }

        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 1 || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
        {
            return scheme > 0 && IsPortWrong(Authority(url.AsSpan(scheme + 3))) ? WrongPort : UrlVerdict.Refuse("url-absolute", "The URL must be absolute, such as https://example.com/webhooks.");
        }

        var authority = Authority(url.AsSpan(scheme + 3));
        return CheckScheme(uri) ?? CheckAuthority(authority, uri) ?? CheckTarget(url.AsSpan(scheme + 3 + authority.Length)) ?? CheckHost(uri)
            ?? CheckAllowedHosts(uri) ?? CheckAllowList(uri, url) ?? UrlVerdict.Allow(uri);
    }

    private static UrlVerdict WrongPort => UrlVerdict.Refuse("url-port", "The URL's port must be a number from 1 to 65535, or be left out.");

    // True when what stands behind the host's only colon is none. An IPv6 address has its colons within brackets.
    private static bool IsPortWrong(ReadOnlySpan<char> authority)
    {
        var rest = authority[(authority.LastIndexOf(']') + 1)..];
        return !rest.StartsWith('[') && rest.IndexOf(':') is >= 0 and var colon && colon == rest.LastIndexOf(':')
            && !ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private static ReadOnlySpan<char> Authority(ReadOnlySpan<char> rest) =>
        rest.IndexOfAny("/?#") is >= 0 and var end ? rest[..end] : rest;

    private static UrlVerdict? CheckAuthority(ReadOnlySpan<char> authority, Uri uri) => authority switch
    {
        _ when authority.Contains('@') =>
            UrlVerdict.Refuse("url-userinfo", "The URL must not carry a user name or password; use the endpoint's headers."),
        ['[', ..] when authority.Contains('%') => UrlVerdict.Refuse("zone-id", "The URL's IPv6 address must not have a zone id."),
        _ when authority.Contains('%') => UrlVerdict.Refuse("url-host", "The URL's host must not be percent-encoded."),
        _ when uri.Port == 0 => WrongPort,
        _ => null,
    };

    // What could not be sent as it is written.
    private static UrlVerdict? CheckTarget(ReadOnlySpan<char> target) => target switch
    {
        _ when target.Contains('#') => UrlVerdict.Refuse("url-fragment", "The URL must not have a fragment (#): it is never sent."),
        ['?', ..] => UrlVerdict.Refuse("url-path", "The URL must have a slash between the host and the query."),
        _ => null,
    };

    private UrlVerdict? CheckScheme(Uri uri) =>
        uri.Scheme switch
        {
            "https" => null,
            "http" when options.AllowHttp => null,
            "http" => UrlVerdict.Refuse("https-only", "The URL must use https; plain http is switched off here (Security:AllowHttp)."),
            _ => UrlVerdict.Refuse("url-scheme", "The URL's scheme must be https or http."),
        };

    private UrlVerdict? CheckHost(Uri uri)
    {
        var host = uri.IdnHost.AsSpan().TrimEnd('.');
        if (uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
        {
            return IPAddress.TryParse(host, out var address)
                ? CheckAddress(address, "The URL's address")
                : UrlVerdict.Refuse("url-host", "The URL's host is not an address that can be read.");
        }

        if (uri.HostNameType != UriHostNameType.Dns || host.Length is 0 or > MaxHostLength)
        {
            return UrlVerdict.Refuse("url-host", "The URL's host must be a domain name or an IP address.");
        }

        // RFC 6761 §6.3: these names are loopback whatever a name server says.
        if (host is "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
        {
            return CheckAddress(IPAddress.Loopback, "The URL's host");
        }

        return EndsInNumber(host)
            ? UrlVerdict.Refuse("url-host", "The URL's host looks like an IP address but is none; write it as four decimal numbers.")
            : null;
    }

    private UrlVerdict? CheckAddress(IPAddress address, string what) =>
        guard.Vet(address) is { Rule: { } rule }
            ? UrlVerdict.Refuse(rule, $"{what} is not a public one, and deliveries go to public addresses only.")
            : null;

    private UrlVerdict? CheckAllowedHosts(Uri uri)
    {
        var host = uri.IdnHost.TrimEnd('.');
        return options.UrlAllowedHosts.Count == 0 || options.UrlAllowedHosts.Any(allowed => HostPattern.IsMatch(allowed, host))
            ? null
            : UrlVerdict.Refuse("url-allowed-hosts", "The URL's host is not one of this installation's allowed hosts (Security:UrlAllowedHosts).");
    }

    // Both as it is sent and with its dots resolved, as the receiver may do: neither may leave what the list allows.
    private UrlVerdict? CheckAllowList(Uri uri, string url)
    {
        bool matches;
        try
        {
            matches = _allowList is null || (_allowList.IsMatch(uri.AbsoluteUri) && _allowList.IsMatch(EndpointUrl.Parse(url).AbsoluteUri));
        }
        catch (RegexMatchTimeoutException)
        {
            matches = false;
        }

        return matches ? null : UrlVerdict.Refuse("url-allow-list", "The URL is not on this installation's allow list (Security:UrlAllowList).");
    }

    // As browsers decide (WHATWG URL, "ends in a number"): resolvers read such names as IPv4 addresses in odd spellings.
    private static bool EndsInNumber(ReadOnlySpan<char> host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !last[2..].ContainsAnyExcept(HexDigits));
    }
}
