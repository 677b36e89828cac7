namespace Webhooks.Api.Statistics;

public sealed record StatisticsAnswer
{
    public required DateTimeOffset Since { get; init; }
    public required long Events { get; init; }
    public required IReadOnlyDictionary<string, long> ByStatus { get; init; }

    /// <summary>The hundred most frequent types.</summary>
    public required IReadOnlyDictionary<string, long> ByType { get; init; }

    /// <summary>Delivered of the events that are delivered or failed; null when none is.</summary>
    public double? SuccessRate { get; init; }

    public required long Attempts { get; init; }

    /// <summary>From acceptance to delivery in milliseconds; null when nothing was delivered.</summary>
    public Latency? LatencyMs { get; init; }

    /// <summary>The tenant's deliveries that wait for their first attempt; counted up to 100,000.</summary>
    public required long QueueDepth { get; init; }

    /// <summary>Counted up to 100,000.</summary>
    public required long Parked { get; init; }

    /// <summary>Counted up to 100,000.</summary>
    public required long DeadLetters { get; init; }

    public required IReadOnlyList<HourOfEvents> Hours { get; init; }
}

public sealed record Latency(double P50, double P95, double P99);

public sealed record HourOfEvents(DateTimeOffset Hour, long Events, long Delivered, long Failed);
