using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>A message of a stream, to be acknowledged by one of the four ways unless the consumer's policy is none.</summary>
public interface INatsJSMsg<out T>
{
    string Subject { get; }

    /// <summary>Subject, reply subject, headers and payload together, in bytes.</summary>
    int Size { get; }

    NatsHeaders? Headers { get; }

    T? Data { get; }

    INatsConnection? Connection { get; }

    /// <summary>Read from the reply subject; null when that is not JetStream's.</summary>
    NatsJSMsgMetadata? Metadata { get; }

    string? ReplyTo { get; }

    /// <summary>Set when the payload could not be deserialized.</summary>
    NatsException? Error { get; }

    /// <exception cref="NatsException"><see cref="Error"/>.</exception>
    void EnsureSuccess();

    /// <summary>Done. Without <see cref="AckOpts.DoubleAck"/> this only hands the ack to the outbound buffer.</summary>
    ValueTask AckAsync(AckOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>Redeliver, at once or after <see cref="AckOpts.NakDelay"/>.</summary>
    ValueTask NakAsync(AckOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>Still at work: the ack wait starts anew.</summary>
    ValueTask AckProgressAsync(AckOpts? opts = default, CancellationToken cancellationToken = default);

    /// <summary>Never redeliver.</summary>
    ValueTask AckTerminateAsync(AckOpts? opts = default, CancellationToken cancellationToken = default);
}
