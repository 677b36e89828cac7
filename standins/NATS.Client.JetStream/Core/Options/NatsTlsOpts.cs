using System.Net.Security;

namespace NATS.Client.Core;

/// <summary>How TLS is used when the server offers or demands it.</summary>
public enum TlsMode
{
    /// <summary>TLS for <c>tls://</c> URLs and for servers that require it.</summary>
    Auto,

    /// <summary>TLS whenever the server offers it.</summary>
    Prefer,

    /// <summary>Fail rather than talk in clear text.</summary>
    Require,

    /// <summary>TLS handshake before the server's first line.</summary>
    Implicit,

    /// <summary>Never TLS.</summary>
    Disable,
}

public sealed record NatsTlsOpts
{
    public static readonly NatsTlsOpts Default = new();

    public TlsMode Mode { get; init; } = TlsMode.Auto;

    /// <summary>Last word on certificates and validation, called for each handshake.</summary>
    public Func<SslClientAuthenticationOptions, ValueTask>? ConfigureClientAuthentication { get; init; }
}
