namespace Webhooks.Bench.History;

/// <summary>What is in the database before anything is measured.</summary>
internal sealed record HistoryPlan
{
    /// <summary>The days over which it is spread, the present one included.</summary>
    public const int Days = 10;

    public required int Events { get; init; }

    /// <summary>So many more wait for an endpoint that takes nothing at present.</summary>
    public int Parked { get; init; }

    /// <summary>Why it takes nothing: it is disabled or paused.</summary>
    public string ParkReason { get; init; } = Core.Deliveries.ParkReason.Disabled;

    public required int BodyBytes { get; init; }
}
