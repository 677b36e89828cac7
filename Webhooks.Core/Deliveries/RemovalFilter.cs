namespace Webhooks.Core.Deliveries;

/// <summary>Which of a tenant's deliveries to remove.</summary>
/// <param name="First">Of events from this id on.</param>
/// <param name="End">Of events before this id.</param>
/// <param name="ReferenceId">Of events with this reference; null for any.</param>
/// <param name="Endpoint">To this endpoint; null for any.</param>
/// <param name="Event">Of this event; null for any.</param>
/// <param name="Ordinal">The one of the event; null for all.</param>
public sealed record RemovalFilter(
    string TenantId, IReadOnlyList<string> Statuses, Guid First, Guid End, string? ReferenceId = null, Guid? Endpoint = null, Guid? Event = null,
    short? Ordinal = null)
{
    /// <summary>One delivery, whatever its state.</summary>
    public static RemovalFilter Only(string tenantId, DeliveryId delivery) =>
        new(tenantId, DeliveryStatus.All, Guid.Empty, Guid.AllBitsSet, Event: delivery.Event.Value, Ordinal: delivery.Ordinal);
}
