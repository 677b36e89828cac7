namespace NATS.Client.Core;

/// <summary>The everyday operations of core NATS.</summary>
public interface INatsClient : IAsyncDisposable
{
    INatsConnection Connection { get; }

    /// <summary>Connects, or waits for a connection under way; other operations do this by themselves.</summary>
    /// <exception cref="NatsException">No server could be reached and <see cref="NatsOpts.RetryOnInitialConnect"/> is off.</exception>
    ValueTask ConnectAsync();

    /// <summary>Round trip of a PING.</summary>
    ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands a message to the outbound buffer; it is not yet with the server when this returns. Waits while disconnected and while
    /// the buffer is full.
    /// </summary>
    /// <exception cref="NatsPayloadTooLargeException">The server would refuse the message.</exception>
    ValueTask PublishAsync<T>(
        string subject,
        T data,
        NatsHeaders? headers = default,
        string? replyTo = default,
        INatsSerialize<T>? serializer = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <summary>Publishes an empty message.</summary>
    ValueTask PublishAsync(
        string subject,
        NatsHeaders? headers = default,
        string? replyTo = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <summary>Messages of a subject until the enumeration is left; the subscription survives reconnects.</summary>
    IAsyncEnumerable<NatsMsg<T>> SubscribeAsync<T>(
        string subject,
        string? queueGroup = default,
        INatsDeserialize<T>? serializer = default,
        NatsSubOpts? opts = default,
        CancellationToken cancellationToken = default);

    /// <exception cref="NatsNoRespondersException">Nobody listens to the subject.</exception>
    /// <exception cref="NatsNoReplyException">No answer within the timeout.</exception>
    ValueTask<NatsMsg<TReply>> RequestAsync<TRequest, TReply>(
        string subject,
        TRequest? data,
        NatsHeaders? headers = default,
        INatsSerialize<TRequest>? requestSerializer = default,
        INatsDeserialize<TReply>? replySerializer = default,
        NatsPubOpts? requestOpts = default,
        NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default);

    /// <summary>Sends an empty request.</summary>
    ValueTask<NatsMsg<TReply>> RequestAsync<TReply>(
        string subject,
        INatsDeserialize<TReply>? replySerializer = default,
        NatsSubOpts? replyOpts = default,
        CancellationToken cancellationToken = default);
}
