namespace Webhooks.Core.Retries;

/// <summary>
/// The <c>Backoff</c> of a JetStream consumer. It acts on ack timeouts only, which mean that a worker died; a
/// policy's own delays travel with each NAK. It is flat, because the server adds <c>Backoff[n-1] - Backoff[0]</c> to a NAK's delay
/// (measured on 2.9.10: 300 ms asked, 800 ms got with [0.5 s, 1 s]).
/// </summary>
public static class CrashLadder
{
    /// <summary>For recording the outcome, between the end of an attempt and its ack.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>The shortest wait that no living attempt can outlast.</summary>
    public static TimeSpan AckWait(TimeSpan longestAttempt) => longestAttempt + Margin;

    /// <summary>One step fewer than there are deliveries, because the server wants MaxDeliver above the number of steps.</summary>
    /// <param name="mostDeliveries">The consumer's MaxDeliver.</param>
    /// <param name="ackWait">Above the longest attempt: see <see cref="AckWait"/>.</param>
    /// <returns>Empty for a single delivery; then the consumer's AckWait alone applies.</returns>
    public static TimeSpan[] For(int mostDeliveries, TimeSpan ackWait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(ackWait, TimeSpan.Zero);
        var steps = new TimeSpan[mostDeliveries - 1];
        Array.Fill(steps, ackWait);
        return steps;
    }
}
