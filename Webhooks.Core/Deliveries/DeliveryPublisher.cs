using NATS.Client.JetStream;
using Webhooks.Core.Messaging;

namespace Webhooks.Core.Deliveries;

/// <summary>Puts deliveries into the stream, each under its message id, without waiting for one before the next.</summary>
public sealed class DeliveryPublisher(INatsJSContext jetStream, StreamNames names)
{
    /// <summary>Sends the message; the future completes when the stream has stored it or knew it already.</summary>
    public ValueTask<NatsJSPublishConcurrentFuture> PublishAsync(DeliveryMessage message, CancellationToken cancellationToken) =>
        jetStream.PublishConcurrentAsync(
            names.FirstAttempts,
            message,
            DeliveryMessageSerializer.Default,
            new NatsJSPubOpts { MsgId = message.MessageId },
            headers: null,
            cancellationToken);
}
