namespace Webhooks.Core.Deliveries;

/// <param name="Found">Dead letters that were looked at.</param>
/// <param name="Requeued">Of those, whose deliveries are on their way again.</param>
/// <param name="Left">Of those, how many stay for which <see cref="ReplayReason"/>. Somebody else has taken what is neither.</param>
/// <param name="BatchId">To publish, when something was requeued.</param>
/// <param name="Last">The letter that the bite ended with; the next one begins after it.</param>
public sealed record RequeuedBite(int Found, int Requeued, IReadOnlyDictionary<string, long> Left, Guid BatchId, Guid Last);
