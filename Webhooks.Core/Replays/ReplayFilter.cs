namespace Webhooks.Core.Replays;

/// <summary>What a replay was asked to send; null is any.</summary>
/// <param name="Status">Of <see cref="Deliveries.DeliveryStatus"/>.</param>
/// <param name="Since">Of events accepted since.</param>
/// <param name="Until">Of events accepted before.</param>
public sealed record ReplayFilter(string? Status, string? EventType, Guid? Endpoint, DateTimeOffset? Since, DateTimeOffset? Until);
