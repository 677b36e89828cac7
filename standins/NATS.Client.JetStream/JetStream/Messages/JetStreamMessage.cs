using System.Runtime.CompilerServices;
using System.Text;
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>A delivered message. The ack subject stays as bytes, because most messages only need it to be acked.</summary>
internal sealed class JetStreamMessage<T>(
    NatsJSContext context, string subject, byte[] ackSubject, NatsHeaders? headers, T? data, int size, NatsException? error) : INatsJSMsg<T>
{
    private static readonly byte[] Ack = "+ACK"u8.ToArray();
    private static readonly byte[] Nak = "-NAK"u8.ToArray();
    private static readonly byte[] Progress = "+WPI"u8.ToArray();
    private static readonly byte[] Terminate = "+TERM"u8.ToArray();
    private StrongBox<NatsJSMsgMetadata?>? _metadata;

    public string Subject => subject;

    public int Size => size;

    public NatsHeaders? Headers => headers;

    public T? Data => data;

    public INatsConnection? Connection => context.Connection;

    public NatsJSMsgMetadata? Metadata => (_metadata ??= new StrongBox<NatsJSMsgMetadata?>(AckSubject.Parse(ackSubject))).Value;

    public string? ReplyTo => ackSubject.Length == 0 ? null : Encoding.UTF8.GetString(ackSubject);

    public NatsException? Error => error;

    public void EnsureSuccess()
    {
        if (error is not null)
        {
            throw error;
        }
    }

    public ValueTask AckAsync(AckOpts? opts = default, CancellationToken cancellationToken = default) =>
        SendAsync(Ack, opts, cancellationToken);

    public ValueTask NakAsync(AckOpts? opts = default, CancellationToken cancellationToken = default) =>
        SendAsync(
            opts?.NakDelay is { Ticks: > 0 } delay
                ? Encoding.UTF8.GetBytes($"-NAK {{\"delay\": {delay.Ticks * TimeSpan.NanosecondsPerTick}}}")
                : Nak,
            opts,
            cancellationToken);

    public ValueTask AckProgressAsync(AckOpts? opts = default, CancellationToken cancellationToken = default) =>
        SendAsync(Progress, opts, cancellationToken);

    public ValueTask AckTerminateAsync(AckOpts? opts = default, CancellationToken cancellationToken = default) =>
        SendAsync(
            opts?.TerminateReason is { Length: > 0 } reason ? Encoding.UTF8.GetBytes($"+TERM {reason}") : Terminate,
            opts,
            cancellationToken);

    private ValueTask SendAsync(byte[] payload, AckOpts? opts, CancellationToken cancellationToken)
    {
        if (ackSubject.Length == 0)
        {
            throw new NatsJSException("The message has no reply subject to acknowledge to");
        }

        return opts?.DoubleAck ?? context.Opts.DoubleAck
            ? context.ConfirmAckAsync(ackSubject, payload, cancellationToken)
            : context.Nats.PublishRawAsync(ackSubject, token: 0, payload, cancellationToken);
    }
}
