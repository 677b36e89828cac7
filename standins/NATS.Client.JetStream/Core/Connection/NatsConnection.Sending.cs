using System.Buffers.Text;

namespace NATS.Client.Core;

public sealed partial class NatsConnection
{
    private TimeSpan PublishLimit => Opts.PublishTimeoutOnDisconnected ? Opts.CommandTimeout : Timeout.InfiniteTimeSpan;

    /// <summary>Publishes ready bytes to an already encoded subject, for acks.</summary>
    internal ValueTask PublishRawAsync(byte[] subject, ulong token, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        Span<byte> reply = stackalloc byte[LongestStackSubject];
        reply = token == 0 ? [] : reply[..WriteReplySubject(reply, token)];
        return IsOpen && Outbound.TryPublish(subject, reply, payload.Span)
            ? default
            : PublishRawSlowlyAsync(subject, reply.ToArray(), payload, cancellationToken);
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
            CheckSize(frame);
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

            var bounded = limit != Timeout.InfiniteTimeSpan && limit < Opts.CommandTimeout ? limit : Opts.CommandTimeout;
            await Outbound.WaitForRoomAsync().WaitAsync(bounded, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new NatsException(IsOpen ? "The server does not take more data" : "Not connected", e);
        }
    }

    private void CheckSize(FrameBuffer frame)
    {
        if (frame.Length > MaxPayload)
        {
            throw new NatsPayloadTooLargeException($"Message of {frame.Length} bytes exceeds the server's maximum of {MaxPayload}");
        }
    }

    private int WriteReplySubject(Span<byte> into, ulong token)
    {
        ReplyPrefix.CopyTo(into);
        Utf8Formatter.TryFormat(token, into[ReplyPrefix.Length..], out var written, 'x');
        return ReplyPrefix.Length + written;
    }
}
