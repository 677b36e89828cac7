namespace NATS.Client.JetStream;

/// <summary>One pull.</summary>
public record NatsJSFetchOpts
{
    public int? MaxMsgs { get; init; }

    public int? MaxBytes { get; init; }

    /// <summary>At least 1 s; 30 s when null.</summary>
    public TimeSpan? Expires { get; init; }

    /// <summary>0.5 s to 30 s; half of <see cref="Expires"/> when null.</summary>
    public TimeSpan? IdleHeartbeat { get; init; }

    public Func<INatsJSNotification, CancellationToken, Task>? NotificationHandler { get; init; }
}

/// <summary>A pull of one message.</summary>
public record NatsJSNextOpts
{
    public TimeSpan? Expires { get; init; }

    public TimeSpan? IdleHeartbeat { get; init; }

    public Func<INatsJSNotification, CancellationToken, Task>? NotificationHandler { get; init; }
}
