namespace Webhooks.Client;

/// <summary>An accepted event: it is stored and will be delivered.</summary>
/// <param name="Status">PENDING.</param>
/// <param name="Replayed">True when its idempotency key had been accepted before: this is that event.</param>
public sealed record SentEvent(string EventId, string Status, bool Replayed = false);

/// <summary>What was delivered or skipped, and is sent again.</summary>
/// <param name="Status">PENDING.</param>
/// <param name="DeliveryIds">Of the new deliveries.</param>
public sealed record ResentEvent(string EventId, string Status, IReadOnlyList<string> DeliveryIds)
{
    /// <summary>What is not sent again, because its endpoint is disabled or deleted, and new deliveries that wait for a paused one.</summary>
    public IReadOnlyList<DeliveryNotSent> NotSent { get; init; } = [];
}

internal sealed record ResendRequest(string? EndpointId);

/// <param name="Results">In the order of the request.</param>
public sealed record BulkResult(int Accepted, int Rejected, IReadOnlyList<BulkItem> Results);

/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="EventId">Null when it was rejected.</param>
/// <param name="Error">A sentence that says why it was rejected; null when it was accepted.</param>
public sealed record BulkItem(int Index, string? EventId, string? Status, bool? Replayed, string? Error);
