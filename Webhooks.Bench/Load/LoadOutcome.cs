using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Load;

/// <summary>What became of the load generator's events.</summary>
internal sealed class LoadOutcome
{
    public Histogram Latency { get; } = new();

    public LatencySeries Seconds { get; } = new();

    /// <summary>Answers other than 201, by status.</summary>
    public SortedDictionary<int, long> Refused { get; } = [];

    public long Sent { get; set; }

    public long Accepted { get; set; }

    /// <summary>Sent without an answer: the connection broke, or the grace at the end was over.</summary>
    public long Unanswered { get; set; }

    /// <summary>Due by the schedule but never sent, because every connection was waiting.</summary>
    public long Unsent { get; set; }

    public long FirstSent { get; set; }

    public long LastAccepted { get; set; }
}
