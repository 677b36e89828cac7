using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;

namespace Webhooks.Core.Deliveries;

/// <summary>One delivery on its way through the stream.</summary>
public sealed record DeliveryMessage(DeliveryHeader Header, ReadOnlyMemory<byte> Payload)
{
    public DeliveryId Id => new(new EventId(Header.EventId), Header.Ordinal);

    public EndpointId Endpoint => new(Header.EndpointId);

    /// <summary>What the stream knows a message by that carries this delivery alone.</summary>
    public string MessageId => Header.IsHandedOver ? Id.MessageId(Header.Cycle) + "-handed-over" : Id.MessageId(Header.Cycle);
}
