namespace Webhooks.Core.Deliveries;

/// <param name="BatchId">To publish, when something was resent.</param>
/// <param name="Ordinals">Of the new deliveries.</param>
public sealed record ResendAnswer(ResendFate Fate, Guid BatchId, IReadOnlyList<short> Ordinals)
{
    internal static ResendAnswer Of(ResendFate fate) => new(fate, default, []);
}
