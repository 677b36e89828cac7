namespace Webhooks.Core.Deliveries;

/// <param name="Deleted">Deliveries that had ended, and events that never had one: they are gone.</param>
/// <param name="Cancelled">Deliveries that had not, and will not be attempted again.</param>
public sealed record Removed(long Deleted, long Cancelled);
