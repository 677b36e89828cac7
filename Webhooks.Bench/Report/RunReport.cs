using Webhooks.Bench.Limits;

namespace Webhooks.Bench.Report;

/// <summary>Everything a command found out, as <c>--json</c> writes it.</summary>
internal sealed record RunReport
{
    public required string Command { get; init; }

    public required EnvironmentReport Environment { get; init; }

    public CeilingReport? Ceilings { get; init; }

    public IReadOnlyList<NamedRun> Runs { get; init; } = [];

    public RateLimitReport? RateLimit { get; init; }

    /// <summary>Events of days gone by that were in the database before.</summary>
    public long StoredBefore { get; init; }

    public IReadOnlyList<ReadingReport> Readings { get; init; } = [];

    public IReadOnlyList<StatementReport> Statements { get; init; } = [];
}

internal sealed record NamedRun(string Name, TrafficReport Report)
{
    public OutageReport? Outage { get; init; }
}
