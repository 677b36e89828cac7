namespace NATS.Client.Core;

public sealed partial class NatsConnection
{
    internal void OnOpened(Session session, ServerInfo info, string server)
    {
        TaskCompletionSource opened;
        lock (_gate)
        {
            _serverInfo = info;
            _session = session;
            _state = (int)NatsConnectionState.Open;
            opened = _opened;
        }

        opened.TrySetResult();
        _events.Post(ConnectionOpened, this, new NatsEventArgs(server));
        foreach (var subscription in Subscriptions.All)
        {
            subscription.OnReconnected();
        }
    }

    internal void OnDisconnected(string server)
    {
        lock (_gate)
        {
            _session = null;
            _opened = NewSource();
            _state = (int)NatsConnectionState.Reconnecting;
        }

        _events.Post(ConnectionDisconnected, this, new NatsEventArgs(server));
    }

    internal void OnConnectFailed(string server, bool reconnecting)
    {
        if (reconnecting)
        {
            _events.Post(ReconnectFailed, this, new NatsEventArgs(server));
        }
    }

    internal void OnGaveUp(NatsException reason)
    {
        _state = (int)NatsConnectionState.Closed;
        FailOpening(reason);
        _events.Post(ReconnectFailed, this, new NatsEventArgs(reason.Message));
    }

    internal void OnServerInfo(ServerInfo info) => _serverInfo = info;

    internal void OnServerError(string error)
    {
        Log.ServerError(_logger, error);
        _events.Post(ServerError, this, new NatsServerErrorEventArgs(error));
    }

    internal void OnMessageDropped(NatsSubBase subscription, NatsMessageDroppedEventArgs dropped, bool firstOfEpisode)
    {
        if (firstOfEpisode)
        {
            if (!Opts.SuppressSlowConsumerWarnings)
            {
                Log.SlowConsumer(_logger, subscription.Subject);
            }

            _events.Post(SlowConsumerDetected, this, new NatsSlowConsumerEventArgs(subscription));
        }

        _events.Post(MessageDropped, this, dropped);
    }

    private void FailOpening(NatsException reason)
    {
        TaskCompletionSource opened;
        lock (_gate)
        {
            opened = _opened;
        }

        // Reading the exception marks it as observed; there may be nobody who waits.
        opened.TrySetException(reason);
        _ = opened.Task.Exception;
    }

    private async ValueTask<Session> SessionAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_session is { } session)
            {
                return session;
            }

            await StartAsync().WaitAsync(cancellationToken);
        }
    }
}
