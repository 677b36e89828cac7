using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Core.Messaging;

namespace Webhooks.Core.Deliveries;

/// <summary>Puts deliveries into the stream, each message under its id.</summary>
/// <remarks>
/// Whoever has many starts all and then awaits them: the client's <c>PublishConcurrentAsync</c> makes a subscription for each
/// message instead.
/// </remarks>
public sealed class DeliveryPublisher(INatsJSContext jetStream, StreamNames names)
{
    // Headers and the protocol's own line around a message.
    private const int Envelope = 512;

    /// <summary>Sends a committed batch of first attempts; completes when the stream has stored it or knew it already.</summary>
    /// <exception cref="NatsException">The stream refused it, or nobody answered.</exception>
    public Task PublishAsync(DeliveryBatch batch, CancellationToken cancellationToken) =>
        PublishAsync(names.FirstAttempts, batch.Id.ToString("N"), batch, cancellationToken);

    /// <summary>Sends a delivery by itself; completes when the stream has stored it or knew it already.</summary>
    /// <exception cref="NatsException">The stream refused it, or nobody answered.</exception>
    public Task PublishAsync(DeliveryMessage delivery, CancellationToken cancellationToken) =>
        PublishAsync(names.Singles, delivery.MessageId, new DeliveryBatch([delivery]), cancellationToken);

    /// <summary>Why the server would take it amiss; null when it does not. It ends the connection of whoever sends more than it takes.</summary>
    public string? Refuse(DeliveryBatch batch) =>
        DeliveryBatchSerializer.MostBytes(batch) + Envelope is var size && jetStream.Connection.ServerInfo is { MaxPayload: > 0 and var most } && size > most
            ? string.Create(null, $"a message of {size:N0} bytes is more than the server's max_payload of {most:N0}")
            : null;

    private async Task PublishAsync(string subject, string messageId, DeliveryBatch batch, CancellationToken cancellationToken)
    {
        var ack = await jetStream.PublishAsync(
            subject, batch, DeliveryBatchSerializer.Default, new NatsJSPubOpts { MsgId = messageId, RetryAttempts = 1 }, headers: null, cancellationToken);
        if (ack.Error is not null)
        {
            ack.EnsureSuccess();
        }
    }
}
