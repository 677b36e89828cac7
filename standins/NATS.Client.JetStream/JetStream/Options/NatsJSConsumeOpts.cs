namespace NATS.Client.JetStream;

/// <summary>How consumption keeps its buffer filled; set <c>MaxMsgs</c> or <c>MaxBytes</c>, not both.</summary>
public record NatsJSConsumeOpts
{
    /// <summary>Most messages asked for and not yet handed to the caller; 1000 when null.</summary>
    public int? MaxMsgs { get; init; }

    /// <summary>Most bytes asked for and not yet handed to the caller.</summary>
    public int? MaxBytes { get; init; }

    /// <summary>Life of one pull; at least 1 s, 30 s when null.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>Server's sign of life while idle, 0.5 s to 30 s; half of <see cref="Expires"/> when null.</summary>
    public TimeSpan? IdleHeartbeat { get; init; }

    /// <summary>Pulls again when no more than this is outstanding; half when null.</summary>
    public int? ThresholdMsgs { get; init; }

    public int? ThresholdBytes { get; init; }

    /// <summary>Told of lost heartbeats and statuses, one at a time.</summary>
    public Func<INatsJSNotification, CancellationToken, Task>? NotificationHandler { get; init; }

    /// <summary>Consecutive 503 answers that end the consumption; -1 for never.</summary>
    public int MaxConsecutive503Errors { get; init; } = 10;

    /// <summary>After cancellation, what is buffered is still delivered.</summary>
    public bool DrainOnCancel { get; init; }
}
