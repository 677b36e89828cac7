namespace NATS.Client.Core;

/// <summary>One connection to a NATS server, with its state and events.</summary>
public interface INatsConnection : INatsClient
{
    /// <summary>The connection was lost; reconnecting follows.</summary>
    event AsyncEventHandler<NatsEventArgs>? ConnectionDisconnected;

    /// <summary>A connection is up, the first one or a later one.</summary>
    event AsyncEventHandler<NatsEventArgs>? ConnectionOpened;

    /// <summary>One attempt to reconnect failed.</summary>
    event AsyncEventHandler<NatsEventArgs>? ReconnectFailed;

    event AsyncEventHandler<NatsMessageDroppedEventArgs>? MessageDropped;

    event AsyncEventHandler<NatsSlowConsumerEventArgs>? SlowConsumerDetected;

    event AsyncEventHandler<NatsServerErrorEventArgs>? ServerError;

    /// <summary>Null until the first connection.</summary>
    INatsServerInfo? ServerInfo { get; }

    NatsOpts Opts { get; }

    NatsConnectionState ConnectionState { get; }

    /// <summary>Publishes a message to its own subject with its own headers and reply subject.</summary>
    ValueTask PublishAsync<T>(
        in NatsMsg<T> msg,
        INatsSerialize<T>? serializer = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <summary>Subscribes at once and hands out the message channel.</summary>
    ValueTask<INatsSub<T>> SubscribeCoreAsync<T>(
        string subject,
        string? queueGroup = default,
        INatsDeserialize<T>? serializer = default,
        NatsSubOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <summary>A subject that only this connection knows.</summary>
    string NewInbox();
}
