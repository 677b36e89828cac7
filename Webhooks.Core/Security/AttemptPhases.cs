namespace Webhooks.Core.Security;

/// <summary>
/// How long the parts of connecting took, in milliseconds; zero when the request found an open connection. One object per
/// request and never pooled: a connection attempt may outlive the request that started it and still write here.
/// </summary>
public sealed class AttemptPhases
{
    /// <summary>Cancelled when the attempt's time is over: connecting ends with it, instead of being left to the next attempt.</summary>
    public CancellationToken Attempt { get; init; }

    public double DnsMs { get; set; }

    public double ConnectMs { get; set; }

    public double TlsMs { get; set; }
}
