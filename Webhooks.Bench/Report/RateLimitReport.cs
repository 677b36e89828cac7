using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Report;

/// <summary>What the receiver saw of a rate limit.</summary>
internal sealed record RateLimitReport
{
    public required int Limit { get; init; }

    public required int Workers { get; init; }

    /// <summary>
    /// What may come in a second beyond the limit: each worker has an even share of it, and one that wakes up late makes up for a tenth
    /// of a second of its share at once, which is at least one attempt.
    /// </summary>
    public int Burst => Workers * Math.Max(1, Limit / Workers / 10);

    public required long Sent { get; init; }

    public required long Accepted { get; init; }

    public required long Arrived { get; init; }

    public required long Lost { get; init; }

    public required long Duplicates { get; init; }

    /// <summary>Rows that the run added in PostgreSQL; the outbox's are those that were left.</summary>
    public required RecordedState Recorded { get; init; }

    /// <summary>From the first POST to the last 201.</summary>
    public required double PostedAfterSeconds { get; init; }

    /// <summary>From the first POST to the last arrival.</summary>
    public required double ArrivedAfterSeconds { get; init; }

    /// <summary>The largest number of arrivals in any window of one second; repeated ones count too.</summary>
    public required int MostArrivals { get; init; }

    /// <summary>The same of the moments at which the workers began their attempts.</summary>
    public required int MostDepartures { get; init; }

    public bool IsKept => MostArrivals <= Limit + Burst;

    public bool IsComplete => Sent == Accepted && Arrived == Accepted && Lost == 0 && Duplicates == 0 && Recorded.Delivered == Arrived;
}
