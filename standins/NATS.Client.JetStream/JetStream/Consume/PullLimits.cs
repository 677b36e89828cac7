using System.Runtime.InteropServices;

namespace NATS.Client.JetStream;

/// <summary>The numbers of a pull subscription with their defaults filled in.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PullLimits(
    int MaxMsgs, int MaxBytes, int ThresholdMsgs, int ThresholdBytes, TimeSpan Expires, TimeSpan IdleHeartbeat)
{
    private const int MaxMsgsForBytes = 1_000_000;
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortestHeartbeat = TimeSpan.FromSeconds(0.5);

    public static PullLimits From(NatsJSConsumeOpts opts, int defaultMaxMsgs) =>
        Create(opts.MaxMsgs, opts.MaxBytes, opts.ThresholdMsgs, opts.ThresholdBytes, opts.Expires, opts.IdleHeartbeat, defaultMaxMsgs);

    public static PullLimits From(NatsJSFetchOpts opts, int defaultMaxMsgs) =>
        Create(opts.MaxMsgs, opts.MaxBytes, thresholdMsgs: null, thresholdBytes: null, opts.Expires, opts.IdleHeartbeat, defaultMaxMsgs);

    private static PullLimits Create(
        int? maxMsgs, int? maxBytes, int? thresholdMsgs, int? thresholdBytes, TimeSpan? expires, TimeSpan? heartbeat, int defaultMaxMsgs)
    {
        if (maxMsgs is not null && maxBytes is not null)
        {
            throw new NatsJSException("You can only set MaxBytes or MaxMsgs");
        }

        if (maxMsgs is <= 0 || maxBytes is <= 0)
        {
            throw new NatsJSException("MaxMsgs and MaxBytes must be positive");
        }

        var life = expires ?? TimeSpan.FromSeconds(30);
        if (life < TimeSpan.FromSeconds(1))
        {
            throw new NatsJSException("Expires must be at least 1 second");
        }

        var half = life / 2;
        var beat = heartbeat ?? (half > LongestHeartbeat ? LongestHeartbeat : half);
        if (beat < ShortestHeartbeat || beat > LongestHeartbeat)
        {
            throw new NatsJSException("IdleHeartbeat must be between 0.5 and 30 seconds");
        }

        var msgs = maxBytes is null ? maxMsgs ?? defaultMaxMsgs : MaxMsgsForBytes;
        return new PullLimits(
            msgs,
            maxBytes ?? 0,
            Math.Clamp(thresholdMsgs ?? msgs / 2, 0, msgs - 1),
            Math.Clamp(thresholdBytes ?? (maxBytes ?? 0) / 2, 0, Math.Max(0, (maxBytes ?? 0) - 1)),
            life,
            beat);
    }
}
