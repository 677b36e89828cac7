namespace Webhooks.Core.Deliveries;

/// <param name="Fate">When it is not <see cref="RetryFate.Retried"/>, nothing has changed.</param>
/// <param name="BatchId">To publish, when it was retried.</param>
/// <param name="Why">Of a disabled endpoint, its reason.</param>
public sealed record RetryAnswer(RetryFate Fate, Guid BatchId = default, string? Why = null)
{
    /// <summary>Of the deliveries that were retried.</summary>
    public IReadOnlyList<short> Ordinals { get; init; } = [];

    /// <summary>Of a whole event, the deliveries of which nothing goes out all the same.</summary>
    public IReadOnlyList<NotSent> NotSent { get; init; } = [];
}
