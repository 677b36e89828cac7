using System.Net;
using System.Net.Sockets;

namespace NATS.Client.JetStream.Tests;

/// <summary>Forwards to a server in slices of the given sizes, so that frames arrive cut at every place; can cut and freeze.</summary>
internal sealed class SlicingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Lock _gate = new();
    private readonly Func<int> _nextSlice;
    private readonly int _serverPort;
    private readonly Task _accepting;
    private volatile bool _frozen;

    public SlicingProxy(int serverPort, Func<int> nextSlice)
    {
        _serverPort = serverPort;
        _nextSlice = nextSlice;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Swallows everything from now on, as a dead peer does whose connection still stands.</summary>
    public void Freeze() => _frozen = true;

    public void Thaw() => _frozen = false;

    public void CutAll()
    {
        lock (_gate)
        {
            foreach (var client in _clients)
            {
                client.Dispose();
            }

            _clients.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        CutAll();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var inner = await _listener.AcceptTcpClientAsync(_stop.Token);
                var outer = new TcpClient { NoDelay = true };
                inner.NoDelay = true;
                lock (_gate)
                {
                    _clients.Add(inner);
                    _clients.Add(outer);
                }

                await outer.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                _ = CopyAsync(inner, outer);
                _ = CopyAsync(outer, inner);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            var buffer = new byte[65536];
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, _stop.Token)) > 0)
            {
                for (var at = 0; at < read && !_frozen;)
                {
                    var size = Math.Min(_nextSlice(), read - at);
                    await to.GetStream().WriteAsync(buffer.AsMemory(at, size), _stop.Token);
                    at += size;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone.
        }

        from.Dispose();
        to.Dispose();
    }
}
