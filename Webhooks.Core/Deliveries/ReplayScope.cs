namespace Webhooks.Core.Deliveries;

/// <summary>Which of a tenant's deliveries are meant to be sent again.</summary>
/// <param name="States">Of <see cref="Replayable"/>, one after the other.</param>
/// <param name="EventType">Null for any.</param>
/// <param name="Endpoint">Null for any.</param>
/// <param name="First">Of events from this id on.</param>
/// <param name="End">Of events before this id.</param>
public sealed record ReplayScope(string TenantId, IReadOnlyList<DeliveryState> States, string? EventType, Guid? Endpoint, Guid First, Guid End)
{
    /// <summary>What has failed or was skipped goes as a new cycle, what was delivered as a new delivery.</summary>
    public static readonly IReadOnlyList<DeliveryState> Replayable = [.. Transitions.Recover.From, DeliveryState.Delivered];

    public ReplayPosition Start => new(0, First, -1);
}
