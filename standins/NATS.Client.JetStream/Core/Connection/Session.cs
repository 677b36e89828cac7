using System.Buffers.Text;
using System.Text.Json;

namespace NATS.Client.Core;

/// <summary>One established connection, from handshake to loss.</summary>
internal sealed class Session(NatsConnection connection, Transport transport, Handshake handshake) : IFrameHandler
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _pings = new();
    private readonly OutboundBuffer _outbound = connection.Outbound;
    private int _unansweredPings;
    private bool _ended;

    /// <summary>Runs until the connection is lost; never throws.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<Exception> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = new FrameReader(transport, this, connection.Opts.ReaderBufferSize);
        var loops = new[]
        {
            reader.RunAsync(handshake.Leftover, stop.Token),
            _outbound.RunAsync(transport, stop.Token),
            KeepAliveAsync(stop.Token),
        };
        var first = await Task.WhenAny(loops);
        await stop.CancelAsync();
        transport.Abort();
        await Task.WhenAll(loops).ContinueWith(static _ => { }, TaskScheduler.Default);
        await transport.DisposeAsync();
        FailPings();
        return first.Exception?.InnerException ?? new OperationCanceledException();
    }

    public Task PingAsync()
    {
        var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_ended)
            {
                return Task.FromException(new NatsException("Connection lost"));
            }

            _pings.Enqueue(pong);
            _outbound.Control("PING\r\n"u8);
        }

        return pong.Task;
    }

    public ValueTask OnMessage(in InboundFrame frame)
    {
        if (frame.Sid != SubscriptionTable.ReplySid)
        {
            return connection.Subscriptions.Find(frame.Sid)?.ReceiveAsync(frame) ?? default;
        }

        var text = frame.Subject[connection.ReplyPrefix.Length..];
        if (Utf8Parser.TryParse(text, out ulong token, out var used, 'x') && used == text.Length)
        {
            connection.Replies.Take(token)?.Complete(frame);
        }

        return default;
    }

    public void OnPing() => _outbound.Control("PONG\r\n"u8);

    public void OnPong()
    {
        TaskCompletionSource? pong;
        lock (_gate)
        {
            _unansweredPings = 0;
            _pings.TryDequeue(out pong);
        }

        pong?.TrySetResult();
    }

    public void OnInfo(ReadOnlySpan<byte> json) =>
        connection.OnServerInfo(JsonSerializer.Deserialize(json, ProtocolJson.Default.ServerInfo)!);

    public void OnError(string error) => connection.OnServerError(error);

    private async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        if (connection.Opts.PingInterval <= TimeSpan.Zero)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        using var timer = new PeriodicTimer(connection.Opts.PingInterval);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            lock (_gate)
            {
                if (++_unansweredPings > connection.Opts.MaxPingOut)
                {
                    throw new NatsException("The server does not answer pings");
                }
            }

            _ = PingAsync().ContinueWith(static task => task.Exception, TaskScheduler.Default);
        }
    }

    private void FailPings()
    {
        lock (_gate)
        {
            _ended = true;
            while (_pings.TryDequeue(out var pong))
            {
                pong.TrySetException(new NatsException("Connection lost before the server answered the ping"));
            }
        }
    }
}
