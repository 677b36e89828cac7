using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Webhooks.Core.Security;

/// <summary>
/// The SSRF guard where it cannot be talked around: it resolves, vets every answer and connects to exactly what it vetted. For
/// <c>SocketsHttpHandler { ConnectCallback = connector.ConnectAsync, UseProxy = false, AllowAutoRedirect = false }</c>.
/// </summary>
/// <param name="options">Its ConnectTimeout covers lookup, TCP and TLS.</param>
/// <param name="validateCertificate">Null for the system's rules.</param>
public sealed class GuardedConnector(
    SecurityOptions options,
    AddressGuard guard,
    IHostResolver resolver,
    TimeProvider time,
    RemoteCertificateValidationCallback? validateCertificate = null)
{
    /// <summary>An answer of a thousand addresses must not become a port scan.</summary>
    private const int MostAddressesTried = 8;

    /// <exception cref="BlockedAddressException">A rule refuses an address; nothing was connected to.</exception>
    /// <exception cref="SocketException">No address of the host accepted within the budget.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        var phases = request.Options.TryGetValue(AttemptPhases.Key, out var wanted) ? wanted : new AttemptPhases();
        using var budget = new Budget(options.ConnectTimeout, time, cancellationToken);
        try
        {
            var addresses = await ResolveAsync(context.DnsEndPoint.Host, phases, budget.Token);
            var stream = await ConnectAsync(addresses, context.DnsEndPoint.Port, phases, budget);
            return request.RequestUri?.Scheme is "https"
                ? await SecureAsync(stream, context.DnsEndPoint.Host, phases, budget.Token)
                : stream;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }

    private async Task<ArraySegment<IPAddress>> ResolveAsync(string host, AttemptPhases phases, CancellationToken cancellationToken)
    {
        IPAddress[] addresses;
        if (IPAddress.TryParse(host, out var literal))
        {
            addresses = [literal];
        }
        else
        {
            var start = time.GetTimestamp();
            addresses = await resolver.ResolveAsync(host, cancellationToken).WaitAsync(cancellationToken);
            phases.DnsMs = time.GetElapsedTime(start).TotalMilliseconds;
        }

        foreach (var address in addresses)
        {
            if (guard.Vet(address) is { Rule: { } rule })
            {
                throw new BlockedAddressException(host, rule, address);
            }
        }

        return addresses.Length == 0
            ? throw new SocketException((int)SocketError.HostNotFound)
            : new ArraySegment<IPAddress>(addresses, 0, Math.Min(addresses.Length, MostAddressesTried));
    }

    private async Task<Stream> ConnectAsync(ArraySegment<IPAddress> addresses, int port, AttemptPhases phases, Budget budget)
    {
        var start = time.GetTimestamp();
        var failure = SocketError.HostUnreachable;
        for (var i = 0; i < addresses.Count; i++)
        {
            using var share = budget.Share(addresses.Count - i);
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.NoDelay = true;
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), share.Token);
                phases.ConnectMs = time.GetElapsedTime(start).TotalMilliseconds;
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                socket.Dispose();
                budget.Token.ThrowIfCancellationRequested();
                failure = (exception as SocketException)?.SocketErrorCode ?? SocketError.TimedOut;
            }
        }

        throw new SocketException((int)failure);
    }

    // Done here and not by the handler, which takes an SslStream as it is, because the handler does not tell how long it took.
    private async Task<Stream> SecureAsync(Stream stream, string host, AttemptPhases phases, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var secure = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            var tls = new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = validateCertificate };
            await secure.AuthenticateAsClientAsync(tls, cancellationToken);
            phases.TlsMs = time.GetElapsedTime(start).TotalMilliseconds;
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }
}
