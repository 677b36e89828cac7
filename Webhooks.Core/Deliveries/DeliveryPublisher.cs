using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Core.Messaging;

namespace Webhooks.Core.Deliveries;

/// <summary>Puts deliveries into the stream, each under its message id.</summary>
/// <remarks>
/// Whoever has many starts all and then awaits them. The client's <c>PublishConcurrentAsync</c> makes a subscription per
/// message instead, which took 6 µs of an event's CPU in the Api (docs/bench.md).
/// </remarks>
public sealed class DeliveryPublisher(INatsJSContext jetStream, StreamNames names)
{
    /// <summary>Sends the message; completes when the stream has stored it or knew it already.</summary>
    /// <exception cref="NatsException">The stream refused it, or nobody answered.</exception>
    public async Task PublishAsync(DeliveryMessage message, CancellationToken cancellationToken)
    {
        var options = new NatsJSPubOpts { MsgId = message.MessageId, RetryAttempts = 1 };
        var ack = await jetStream.PublishAsync(
            names.FirstAttempts, message, DeliveryMessageSerializer.Default, options, headers: null, cancellationToken);
        if (ack.Error is not null)
        {
            ack.EnsureSuccess();
        }
    }
}
