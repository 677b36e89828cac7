namespace Webhooks.Core.Deliveries;

/// <param name="Fate">When it is not <see cref="RetryFate.Retried"/>, nothing has changed.</param>
/// <param name="BatchId">To publish, when it was retried.</param>
/// <param name="Why">Of a disabled endpoint, its reason.</param>
public sealed record RetryAnswer(RetryFate Fate, Guid BatchId = default, string? Why = null);
