namespace Webhooks.Core.Deliveries;

/// <summary>One way for a delivery from state to state. The statements take their lists of states from here.</summary>
/// <param name="From">Where it must be; a row that has moved on stays as it is.</param>
/// <param name="To">Where it may be afterwards.</param>
/// <param name="By">Who does it.</param>
/// <param name="Guard">What must hold besides.</param>
public sealed record Transition(IReadOnlyList<DeliveryState> From, IReadOnlyList<DeliveryState> To, Actor By, string Guard)
{
    /// <summary>For <c>status IN (…)</c>.</summary>
    public string FromSql { get; } = string.Join(", ", From.Select(state => $"'{DeliveryStatus.Of(state)}'"));

    /// <summary>The only state it leads to.</summary>
    /// <exception cref="InvalidOperationException">It leads to several.</exception>
    public string ToSql => $"'{DeliveryStatus.Of(To.Single())}'";
}
