namespace Webhooks.Client;

/// <summary>A tenant's events since some time.</summary>
public sealed record Statistics
{
    public DateTimeOffset Since { get; init; }
    public long Events { get; init; }

    /// <summary>PENDING, DELIVERED, FAILED, CANCELLED.</summary>
    public IReadOnlyDictionary<string, long> ByStatus { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>The hundred most frequent types.</summary>
    public IReadOnlyDictionary<string, long> ByType { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Delivered of the events that are delivered or failed; null when none is.</summary>
    public double? SuccessRate { get; init; }

    public long Attempts { get; init; }

    /// <summary>From acceptance to delivery in milliseconds; null when nothing was delivered.</summary>
    public Percentiles? LatencyMs { get; init; }

    /// <summary>Deliveries that wait for their first attempt; counted up to 100,000, as those that are parked and the dead letters.</summary>
    public long QueueDepth { get; init; }

    public long Parked { get; init; }
    public long DeadLetters { get; init; }
    public IReadOnlyList<HourOfEvents> Hours { get; init; } = [];
}

public sealed record Percentiles(double P50, double P95, double P99);

public sealed record HourOfEvents(DateTimeOffset Hour, long Events, long Delivered, long Failed);
