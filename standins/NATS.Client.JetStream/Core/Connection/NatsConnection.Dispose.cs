namespace NATS.Client.Core;

public sealed partial class NatsConnection
{
    /// <summary>Sends what is buffered, then closes; requests in flight fail and subscriptions end.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            loop = _loop;
        }

        if (_session is { } session)
        {
            // Closing a socket discards what the kernel has not sent; the PONG says that the server has read everything.
            await session.PingAsync().WaitAsync(Opts.CommandTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _disposal.CancelAsync();
        _state = (int)NatsConnectionState.Closed;
        if (loop is not null)
        {
            await loop;
        }

        var reason = new NatsException("The connection was disposed");
        FailOpening(reason);
        Replies.FailAll(reason);
        await Replies.DisposeAsync();
        foreach (var subscription in Subscriptions.All)
        {
            subscription.Complete(reason: null);
        }

        _events.Complete();
        if (_eventLoop is not null)
        {
            await Task.WhenAny(_eventLoop, Task.Delay(Opts.CommandTimeout));
        }

        _disposal.Dispose();
    }
}
