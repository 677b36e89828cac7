using System.Buffers;
using System.Text;

namespace NATS.Client.Core;

public sealed partial class NatsConnection
{
    private const int LongestStackSubject = 512;
    private static readonly SearchValues<char> ForbiddenInSubject = SearchValues.Create(" \t\r\n");

    public ValueTask PublishAsync<T>(
        string subject,
        T data,
        NatsHeaders? headers = default,
        string? replyTo = default,
        INatsSerialize<T>? serializer = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default)
    {
        CheckSubject(subject);
        var frame = Build(subject, data, headers, serializer, opts);
        if (replyTo is null)
        {
            return SendAsync(subject, [], frame, PublishLimit, cancellationToken);
        }

        CheckSubject(replyTo);
        var size = Encoding.UTF8.GetMaxByteCount(replyTo.Length);
        Span<byte> reply = size <= LongestStackSubject ? stackalloc byte[LongestStackSubject] : new byte[size];
        return SendAsync(subject, reply[..Encoding.UTF8.GetBytes(replyTo, reply)], frame, PublishLimit, cancellationToken);
    }

    public ValueTask PublishAsync(
        string subject,
        NatsHeaders? headers = default,
        string? replyTo = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        PublishAsync(
            subject,
            ReadOnlyMemory<byte>.Empty,
            headers,
            replyTo,
            NatsRawSerializer<ReadOnlyMemory<byte>>.Default,
            opts,
            cancellationToken);

    public ValueTask PublishAsync<T>(
        in NatsMsg<T> msg,
        INatsSerialize<T>? serializer = default,
        NatsPubOpts? opts = default,
        CancellationToken cancellationToken = default) =>
        PublishAsync(msg.Subject, msg.Data!, msg.Headers, msg.ReplyTo, serializer, opts, cancellationToken);

    /// <summary>
    /// Publishes with this connection's reply inbox and the token as reply subject; waits for the connection no longer than for the
    /// reply, so that an outage leaves no abandoned publishes behind.
    /// </summary>
    internal ValueTask PublishRequestAsync<T>(
        string subject,
        T? data,
        NatsHeaders? headers,
        INatsSerialize<T>? serializer,
        NatsPubOpts? opts,
        ulong token,
        TimeSpan limit,
        CancellationToken cancellationToken)
    {
        CheckSubject(subject);
        var frame = Build(subject, data!, headers, serializer, opts);
        Span<byte> reply = stackalloc byte[LongestStackSubject];
        return SendAsync(subject, reply[..WriteReplySubject(reply, token)], frame, limit, cancellationToken);
    }

    private FrameBuffer Build<T>(string subject, T data, NatsHeaders? headers, INatsSerialize<T>? serializer, NatsPubOpts? opts)
    {
        var frame = FrameBuffer.Rent();
        using var activity = Telemetry.StartPublish(subject);
        HeaderWriter.Write(frame, headers, opts, activity);
        (serializer ?? Opts.SerializerRegistry.GetSerializer<T>()).Serialize(frame, data);
        CheckSize(frame);
        return frame;
    }

    private void CheckSubject(string subject)
    {
        if (!Opts.SkipSubjectValidation && (subject.Length == 0 || subject.AsSpan().ContainsAny(ForbiddenInSubject)))
        {
            throw new NatsException("Subject is empty or contains white space");
        }
    }
}
