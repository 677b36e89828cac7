using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core;

public sealed partial class NatsConnection
{
    private const int LongestStackSubject = 512;
    private static readonly SearchValues<char> ForbiddenInSubject = SearchValues.Create(" \t\r\n");

    private TimeSpan PublishLimit => Opts.PublishTimeoutOnDisconnected ? Opts.CommandTimeout : Timeout.InfiniteTimeSpan;

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
        PublishAsync(subject, ReadOnlyMemory<byte>.Empty, headers, replyTo, NatsRawSerializer<ReadOnlyMemory<byte>>.Default, opts, cancellationToken);

    public ValueTask PublishAsync<T>(
        in NatsMsg<T> msg, INatsSerialize<T>? serializer = default, NatsPubOpts? opts = default, CancellationToken cancellationToken = default) =>
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

    /// <summary>Publishes ready bytes to an already encoded subject, for acks.</summary>
    internal ValueTask PublishRawAsync(byte[] subject, ulong token, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        Span<byte> reply = stackalloc byte[LongestStackSubject];
        reply = token == 0 ? [] : reply[..WriteReplySubject(reply, token)];
        return IsOpen && Outbound.TryPublish(subject, reply, payload.Span)
            ? default
            : PublishRawSlowlyAsync(subject, reply.ToArray(), payload, cancellationToken);
    }

    private FrameBuffer Build<T>(string subject, T data, NatsHeaders? headers, INatsSerialize<T>? serializer, NatsPubOpts? opts)
    {
        var frame = FrameBuffer.Rent();
        using var activity = Telemetry.StartPublish(subject);
        HeaderWriter.Write(frame, headers, opts, activity);
        (serializer ?? Opts.SerializerRegistry.GetSerializer<T>()).Serialize(frame, data);
        return frame.Length <= MaxPayload
            ? frame
            : throw new NatsPayloadTooLargeException($"Message of {frame.Length} bytes exceeds the server's maximum of {MaxPayload}");
    }

    private ValueTask SendAsync(
        string subject, ReadOnlySpan<byte> replyTo, FrameBuffer frame, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        if (IsOpen && Outbound.TryPublish(subject, replyTo, frame))
        {
            frame.Return();
            return default;
        }

        return SendSlowlyAsync(subject, replyTo.ToArray(), frame, limit, cancellationToken);
    }

    private async ValueTask SendSlowlyAsync(
        string subject, byte[] replyTo, FrameBuffer frame, TimeSpan limit, CancellationToken cancellationToken)
    {
        do
        {
            await WaitUntilWritableAsync(limit, cancellationToken);
            if (frame.Length > MaxPayload)
            {
                throw new NatsPayloadTooLargeException($"Message of {frame.Length} bytes exceeds the server's maximum of {MaxPayload}");
            }
        }
        while (!Outbound.TryPublish(subject, replyTo, frame));
    }

    private async ValueTask PublishRawSlowlyAsync(
        byte[] subject, byte[] replyTo, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        do
        {
            await WaitUntilWritableAsync(PublishLimit, cancellationToken);
        }
        while (!Outbound.TryPublish(subject, replyTo, payload.Span));
    }

    private async ValueTask WaitUntilWritableAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            if (!IsOpen)
            {
                await StartAsync().WaitAsync(limit, cancellationToken);
            }

            await Outbound.WaitForRoomAsync().WaitAsync(limit != Timeout.InfiniteTimeSpan && limit < Opts.CommandTimeout ? limit : Opts.CommandTimeout, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new NatsException(IsOpen ? "The server does not take more data" : "Not connected", e);
        }
    }

    private int WriteReplySubject(Span<byte> into, ulong token)
    {
        ReplyPrefix.CopyTo(into);
        Utf8Formatter.TryFormat(token, into[ReplyPrefix.Length..], out var written, 'x');
        return ReplyPrefix.Length + written;
    }

    private void CheckSubject(string subject)
    {
        if (!Opts.SkipSubjectValidation && (subject.Length == 0 || subject.AsSpan().ContainsAny(ForbiddenInSubject)))
        {
            throw new NatsException("Subject is empty or contains white space");
        }
    }
}
