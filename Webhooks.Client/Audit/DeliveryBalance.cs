namespace Webhooks.Client;

/// <summary>The books of all deliveries that are kept, of all tenants.</summary>
/// <param name="Accepted">Deliveries planned for accepted events.</param>
/// <param name="Waiting">Pending, retrying, parked or being sent.</param>
/// <param name="Balanced">Every accepted delivery has ended or is where it can go on.</param>
/// <param name="Unaccounted">The first hundred that have not ended and are nowhere, or have failed without a dead letter.</param>
/// <param name="SetAside">The first hundred events of which the stream refuses a message.</param>
public sealed record DeliveryBalance(
    long Accepted,
    long Delivered,
    long Failed,
    long Cancelled,
    long Skipped,
    long Waiting,
    bool Balanced,
    IReadOnlyList<string> Unaccounted,
    IReadOnlyList<string> SetAside);
