namespace Webhooks.Core.Retries;

/// <summary>
/// One entry of <c>Retries:Policies</c>. What is left out comes from the built-in policy of the same name, or else from
/// the built-in <c>default</c>. Durations are written <c>hh:mm:ss</c>.
/// </summary>
public sealed class RetryPolicyOptions
{
    /// <summary>
    /// Attempts in all, the first included. With a schedule: one more than it has delays, unless given. Default by the built-in policy, 1
    /// to 50.
    /// </summary>
    public int? MaxAttempts { get; set; }

    /// <summary>
    /// The delays one by one; excludes <see cref="InitialDelay"/>, <see cref="Factor"/> and <see cref="MaxDelay"/>. Default by the
    /// built-in policy, each above zero up to 24 h.
    /// </summary>
    public IList<TimeSpan>? Schedule { get; set; }

    /// <summary>The delay after the first attempt. Default by the built-in policy, above zero up to <see cref="MaxDelay"/>.</summary>
    public TimeSpan? InitialDelay { get; set; }

    /// <summary>What each delay is multiplied by to give the next. Default by the built-in policy, 1 to 10.</summary>
    public double? Factor { get; set; }

    /// <summary>The cap on a delay. Default by the built-in policy, above zero up to 24 h.</summary>
    public TimeSpan? MaxDelay { get; set; }

    /// <summary>0.25 spreads each delay over ±25 %. Default 0.25, from 0 and below 1.</summary>
    public double? Jitter { get; set; }
}
