using System.Net.Sockets;

namespace Aspire.Hosting.Local.Endpoints;

/// <summary>One port in front of several: connections go round, and past a target that refuses.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private const int MaxConnections = 4_096;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<int> _targets;
    private readonly List<TcpListener> _listeners = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _slots = new(MaxConnections);
    private readonly Task _accepting;
    private int _next;

    public TcpProxy(int port, IReadOnlyList<int> targets)
    {
        _targets = targets;
        foreach (var address in EndpointAllocator.Loopbacks())
        {
            var listener = new TcpListener(address, port);
            listener.Start();
            _listeners.Add(listener);
        }

        _accepting = Task.WhenAll(_listeners.Select(AcceptAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }

        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                await _slots.WaitAsync(_stop.Token);
                _ = ServeAsync(await listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            using (client)
            using (var target = await ConnectAsync())
            {
                client.NoDelay = true;
                await Task.WhenAll(PumpAsync(client, target), PumpAsync(target, client));
            }
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // One connection ended badly; closing the other side tells that peer.
        }
        finally
        {
            _slots.Release();
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        for (var tried = 1; ; tried++)
        {
            var target = _targets[(int)((uint)Interlocked.Increment(ref _next) % _targets.Count)];
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                deadline.CancelAfter(ConnectTimeout);
                await socket.ConnectAsync("localhost", target, deadline.Token);
                return socket;
            }
            catch (Exception fault) when (fault is SocketException or OperationCanceledException && tried < _targets.Count)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, read), _stop.Token);
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            from.Close();
            to.Close();
            throw;
        }
    }
}
