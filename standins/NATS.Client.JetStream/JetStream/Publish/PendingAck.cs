using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>A publish whose ack is still to come.</summary>
internal sealed class PendingAck : PendingReply<PubAckResponse>
{
    private static readonly SlotPool<PendingAck> Pool = new(16384);

    public static PendingAck Rent() => Pool.Rent();

    protected override PubAckResponse Read(in InboundFrame frame)
    {
        if (frame.HasStatus && HeaderBlock.TryReadStatus(frame.Headers.Span, out var code, out var text))
        {
            throw code == 503 ? new NatsJSPublishNoResponseException() : new NatsJSException($"Publish answered {code} {text}");
        }

        return frame.Payload.IsEmpty ? throw new NatsJSException("No response data received") : PubAckReader.Read(frame.Payload.Span);
    }

    protected override void Release() => Pool.Return(this);
}
