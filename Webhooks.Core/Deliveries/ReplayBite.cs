namespace Webhooks.Core.Deliveries;

/// <param name="Next">Where the next one begins.</param>
/// <param name="Sent">Deliveries that are on their way with this bite's transaction.</param>
/// <param name="Skipped">How many are not, by reason.</param>
/// <param name="BatchId">To publish once the transaction is committed, when something was sent.</param>
public sealed record ReplayBite(ReplayPosition Next, int Sent, IReadOnlyDictionary<string, int> Skipped, Guid BatchId);
