using System.Buffers;

namespace Webhooks.Core.Retries;

/// <summary>
/// When a delivery is tried again: an immutable schedule of delays, a jitter and a bound on attempts.
/// </summary>
public sealed class RetryPolicy
{
    public const int MostAttempts = 50;
    public const double LargestFactor = 10;
    public const double DefaultJitter = 0.25;
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly TimeSpan[] _delays;

    private RetryPolicy(string name, int maxAttempts, TimeSpan[] delays, TimeSpan maxDelay, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxAttempts, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxAttempts, MostAttempts);
        if (!(jitter is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(jitter), jitter, "The jitter is a fraction from 0 up to, but not including, 1.");
        }

        Name = name;
        MaxAttempts = maxAttempts;
        MaxDelay = maxDelay;
        Jitter = jitter;
        _delays = delays;
    }

    /// <summary>Part of a NATS subject and a consumer's name, hence <c>^[a-z0-9][a-z0-9-]{0,31}$</c> (<see cref="IsValidName"/>).</summary>
    public string Name { get; }

    /// <summary>Attempts in all, the first included; 1 to 50. The consumer's MaxDeliver.</summary>
    public int MaxAttempts { get; }

    /// <summary>The longest delay before jitter, and the most that a <c>Retry-After</c> can ask for.</summary>
    public TimeSpan MaxDelay { get; }

    /// <summary>0.25 spreads each delay evenly over ±25 %.</summary>
    public double Jitter { get; }

    /// <summary>The delay after the first attempt, the second and so on, without jitter; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> Delays => _delays;

    /// <summary>initialDelay, initialDelay × factor, … none above <paramref name="maxDelay"/>.</summary>
    public static RetryPolicy Exponential(
        string name, int maxAttempts, TimeSpan initialDelay, double factor, TimeSpan maxDelay, double jitter = DefaultJitter)
    {
        var delays = new TimeSpan[Math.Max(1, Math.Min(maxAttempts, MostAttempts) - 1)];
        var next = initialDelay.TotalSeconds;
        for (var i = 0; i < delays.Length; i++, next *= factor)
        {
            delays[i] = next < maxDelay.TotalSeconds ? TimeSpan.FromSeconds(next) : maxDelay;
        }

        return new RetryPolicy(name, maxAttempts, delays, maxDelay, jitter);
    }

    /// <summary>The delays as listed; the last one repeats when there are more attempts than delays.</summary>
    public static RetryPolicy Scheduled(string name, IReadOnlyList<TimeSpan> schedule, int maxAttempts, double jitter = DefaultJitter)
    {
        if (schedule.Count == 0)
        {
            throw new ArgumentException("A schedule lists at least one delay.", nameof(schedule));
        }

        return new RetryPolicy(name, maxAttempts, [.. schedule], schedule.Max(), jitter);
    }

    /// <summary>The same delays with another bound: an endpoint's own <c>max_retries</c>.</summary>
    public RetryPolicy WithMaxAttempts(int maxAttempts) => new(Name, maxAttempts, _delays, MaxDelay, Jitter);

    /// <summary>
    /// How long to wait after the given attempt (1 is the first) before the next. Jitter is applied after the cap, so that
    /// endpoints that have been failing for long do not all come back in the same second.
    /// </summary>
    /// <param name="random">A source of values in [0, 1), such as <c>Random.Shared.NextDouble</c>.</param>
    public TimeSpan DelayAfter(int attempt, Func<double> random)
    {
        var delay = _delays[Math.Clamp(attempt - 1, 0, _delays.Length - 1)];
        return Jitter == 0 ? delay : delay * (1 - Jitter + (2 * Jitter * random()));
    }

    /// <summary>
    /// As above, but never sooner than the receiver asked for, as long as that is within <see cref="MaxDelay"/>:
    /// <c>Retry-After</c> is the least time to wait (RFC 9110 §10.2.3), not the time to come back at, and those who were told the same
    /// moment do not all come in it.
    /// </summary>
    public TimeSpan DelayAfter(int attempt, TimeSpan? retryAfter, Func<double> random)
    {
        var delay = DelayAfter(attempt, random);
        var asked = retryAfter is { } wanted ? (wanted < MaxDelay ? wanted : MaxDelay) : TimeSpan.Zero;
        return delay > asked ? delay : asked + (_delays[Math.Clamp(attempt - 1, 0, _delays.Length - 1)] * (Jitter * random()));
    }

    public static bool IsValidName(ReadOnlySpan<char> name) =>
        name.Length is >= 1 and <= 32 && name[0] != '-' && !name.ContainsAnyExcept(NameCharacters);
}
