namespace Webhooks.Core.Retries;

/// <summary>
/// One entry of <c>Retries:Policies</c>. What is left out comes from the built-in policy of the same name, or else from
/// the built-in <c>default</c>. Durations are written <c>hh:mm:ss</c>.
/// </summary>
public sealed class RetryPolicyOptions
{
    /// <summary>Attempts in all, the first included; 1 to 50. With a schedule: one more than it has delays, unless given.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The delays one by one, each up to 24 h; excludes <see cref="InitialDelay"/>, <see cref="Factor"/> and <see cref="MaxDelay"/>.</summary>
    public IList<TimeSpan>? Schedule { get; set; }

    /// <summary>The delay after the first attempt; above zero, up to <see cref="MaxDelay"/>.</summary>
    public TimeSpan? InitialDelay { get; set; }

    /// <summary>What each delay is multiplied by to give the next; 1 to 10.</summary>
    public double? Factor { get; set; }

    /// <summary>The cap on a delay; above zero, up to 24 h.</summary>
    public TimeSpan? MaxDelay { get; set; }

    /// <summary>0.25 spreads each delay over ±25 %; from 0, below 1.</summary>
    public double? Jitter { get; set; }
}
