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

    /// <summary>A silent address costs so much before the next is tried beside it (RFC 8305, section 5).</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <exception cref="BlockedAddressException">A rule refuses an address; nothing was connected to.</exception>
    /// <exception cref="SocketException">No address of the host accepted within the budget.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        var phases = (request as AttemptRequest)?.Phases ?? new AttemptPhases();
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, phases.Attempt);
        using var budget = new Budget(options.ConnectTimeout, time, attempt.Token);
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
        var start = time.GetTimestamp();
        var isName = !IPAddress.TryParse(host, out var literal);
        var addresses = isName ? await resolver.ResolveAsync(host, cancellationToken).WaitAsync(cancellationToken) : [literal!];
        var lookup = time.GetElapsedTime(start);

        foreach (var address in addresses)
        {
            if (guard.Vet(address) is { Rule: { } rule })
            {
                throw new BlockedAddressException(host, rule, address);
            }
        }

        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        // Not before: a tenant sees the phases, and a name that is refused looks like one that does not exist.
        phases.DnsMs = isName ? lookup.TotalMilliseconds : 0;
        return new ArraySegment<IPAddress>(addresses, 0, Math.Min(addresses.Length, MostAddressesTried));
    }

    private async Task<Stream> ConnectAsync(ArraySegment<IPAddress> addresses, int port, AttemptPhases phases, Budget budget)
    {
        var start = time.GetTimestamp();
        using var race = CancellationTokenSource.CreateLinkedTokenSource(budget.Token);
        var failure = SocketError.HostUnreachable;
        List<Task<Socket>> tries = [];
        for (var next = 0; tries.Count > 0 || next < addresses.Count;)
        {
            if (next < addresses.Count)
            {
                tries.Add(ConnectAsync(addresses[next++], port, race.Token));
            }

            var ended = await Task.WhenAny([.. tries, .. next < addresses.Count ? [HeadStartAsync(race.Token)] : Array.Empty<Task<Socket>>()]);
            if (!tries.Remove(ended))
            {
                continue;
            }

            if (ended.IsCompletedSuccessfully)
            {
                await race.CancelAsync();
                tries.ForEach(late => _ = DisposeAsync(late));
                phases.ConnectMs = time.GetElapsedTime(start).TotalMilliseconds;
                return new NetworkStream(await ended, ownsSocket: true);
            }

            budget.Token.ThrowIfCancellationRequested();
            failure = (ended.Exception?.InnerException as SocketException)?.SocketErrorCode ?? SocketError.TimedOut;
        }

        throw new SocketException((int)failure);
    }

    private async Task<Socket> HeadStartAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(HeadStart, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return null!;
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // It may have connected in the same moment as the winner.
    private static async Task DisposeAsync(Task<Socket> late)
    {
        await ((Task)late).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (late.IsCompletedSuccessfully)
        {
            (await late).Dispose();
        }
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
