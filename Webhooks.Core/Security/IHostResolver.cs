using System.Net;

namespace Webhooks.Core.Security;

/// <summary>Resolves a host name. Answers are never cached by the caller, and every address in one is vetted.</summary>
public interface IHostResolver
{
    /// <exception cref="System.Net.Sockets.SocketException">The name has no address, or no name server answers.</exception>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken);
}

/// <summary>The operating system's resolver.</summary>
public sealed class DnsHostResolver : IHostResolver
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Dns.GetHostAddressesAsync(host, cancellationToken);
}
