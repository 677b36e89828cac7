namespace Webhooks.Api.Deliveries;

/// <summary>What the handlers of /v1/deliveries depend on.</summary>
public sealed record DeliveriesServices(
    DeliveryQueries Deliveries, Retries Retries, Withdrawing Withdrawing, TimeProvider Time);
