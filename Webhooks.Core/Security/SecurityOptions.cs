namespace Webhooks.Core.Security;

/// <summary>The configuration section <c>Security</c>: where deliveries may go, and the keys for endpoint secrets.</summary>
public sealed class SecurityOptions
{
    public const string Section = "Security";

    /// <summary>
    /// Addresses and CIDR networks that deliveries may reach although they are not public, such as <c>127.0.0.0/8</c>,
    /// <c>::1</c>. A name is delivered to only when every address that it resolves to is allowed. Default none.
    /// </summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>Endpoints may use plain <c>http</c>.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>
    /// A regular expression that every endpoint's whole URL must match, such as <c>https://hooks\.example\.com/.*</c>. Default none.
    /// </summary>
    public string? UrlAllowList { get; set; }

    /// <summary>
    /// The only hosts that endpoints may have: <c>hooks.example.com</c>, or <c>*.example.com</c> for every name below one. Beside
    /// <see cref="UrlAllowList"/> both must allow a URL; where there is neither, every host is allowed. Default none.
    /// </summary>
    public IList<string> UrlAllowedHosts { get; } = [];

    /// <summary>How long one match of <see cref="UrlAllowList"/> may take. Default 100 ms, above zero up to 10 s.</summary>
    public TimeSpan UrlMatchTimeout { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Name lookup, TCP and TLS together, over all addresses of a name. Default 10 s, above zero up to 5 minutes.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The key ring for endpoint secrets. The first key encrypts, all of them decrypt: to rotate, put the new one first. May be
    /// empty in Development only. Default none.
    /// </summary>
    public IList<MasterKeyOptions> MasterKeys { get; } = [];
}

/// <summary>One key of the ring.</summary>
public sealed class MasterKeyOptions
{
    /// <summary>Stored beside each secret that it encrypts. Default none, 1 to 32 of <c>a-z A-Z 0-9 . _ -</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>In base64, as from <c>openssl rand -base64 32</c>. Default none, 32 random bytes.</summary>
    public string Key { get; set; } = "";
}
