namespace NATS.Client.JetStream;

/// <summary>Options of one acknowledgement.</summary>
public readonly record struct AckOpts
{
    /// <summary>Waits until the server has confirmed; null takes the context's option.</summary>
    public bool? DoubleAck { get; init; }

    /// <summary>Earliest redelivery after a NAK.</summary>
    public TimeSpan? NakDelay { get; init; }

    /// <summary>Goes into the advisory of a termination. Servers before 2.10 ignore a termination that has one.</summary>
    public string? TerminateReason { get; init; }
}
