namespace Webhooks.Core.Deliveries;

/// <param name="Count">Deliveries that were put back.</param>
/// <param name="BatchId">To publish.</param>
/// <param name="Last">The event that the bite ended with; the next one begins there.</param>
public sealed record RecoveredBite(int Count, Guid BatchId, Guid Last);
