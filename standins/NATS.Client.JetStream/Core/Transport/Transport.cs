using System.Net.Security;
using System.Net.Sockets;

namespace NATS.Client.Core;

/// <summary>A TCP socket, wrapped in TLS when asked for.</summary>
internal sealed class Transport(Socket socket) : IAsyncDisposable
{
    private SslStream? _tls;

    public static async ValueTask<Transport> ConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(uri.IdnHost, uri.Port, cancellationToken);
            return new Transport(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask UpgradeAsync(string host, NatsTlsOpts opts, CancellationToken cancellationToken)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        _tls = tls;
        var authentication = new SslClientAuthenticationOptions { TargetHost = host };
        if (opts.ConfigureClientAuthentication is { } configure)
        {
            await configure(authentication);
        }

        await tls.AuthenticateAsClientAsync(authentication, cancellationToken);
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _tls?.ReadAsync(buffer, cancellationToken) ?? socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_tls is not null)
        {
            await _tls.WriteAsync(buffer, cancellationToken);
            return;
        }

        while (!buffer.IsEmpty)
        {
            var sent = await socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
            buffer = buffer[sent..];
        }
    }

    /// <summary>Ends pending reads and writes at once.</summary>
    public void Abort() => socket.Dispose();

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        if (_tls is not null)
        {
            await _tls.DisposeAsync();
        }
    }
}
