using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Deliveries;

/// <summary>A dead letter that was just written.</summary>
public sealed record DeadLetter(DeliveryId Delivery, EndpointId Endpoint, string Url, string Reason, int Attempts, string CorrelationId);
