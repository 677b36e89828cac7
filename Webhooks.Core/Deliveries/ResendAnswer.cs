namespace Webhooks.Core.Deliveries;

/// <param name="BatchId">To publish, when something was resent.</param>
/// <param name="Ordinals">Of the new deliveries.</param>
public sealed record ResendAnswer(ResendFate Fate, Guid BatchId, IReadOnlyList<short> Ordinals)
{
    /// <summary>Of a whole event: what was not sent again, and new deliveries that wait.</summary>
    public IReadOnlyList<NotSent> NotSent { get; init; } = [];

    internal static ResendAnswer Of(ResendFate fate) => new(fate, default, []);
}
