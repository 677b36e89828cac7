using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>Events that arrive at an endpoint in each second, a repeated one counted once.</summary>
internal sealed class Throughput(TestEndpoint endpoint) : IAsyncDisposable
{
    private const int Steady = 5;
    private const int Steps = 4;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = Second / Steps;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly StallWatch _stalls = new();

    /// <summary>Of the last seconds.</summary>
    public double Median()
    {
        var (arrivals, now) = (Arrivals(), TimeProvider.System.GetTimestamp());
        return Enumerable.Range(1, Steady).Select(second => Rate(arrivals, Later(now, -second * Second))).Order().ElementAt(Steady / 2);
    }

    /// <summary>Waits until no second of five in a row brings less than this.</summary>
    /// <returns>How long after the beginning they began, without the time in which the whole machine stood still.</returns>
    public async Task<TimeSpan> UntilSteadyAsync(double least, long since)
    {
        var from = since;
        await Eventually.TrueAsync(
            () => Task.FromResult(IsSteady(least, ref from)), Deadline,
            () => $"{least} arrive in each second; {Median()} do");
        return _stalls.Between(since, from);
    }

    public ValueTask DisposeAsync() => _stalls.DisposeAsync();

    // What is too little so far moves the beginning behind itself.
    private bool IsSteady(double least, ref long from)
    {
        var (arrivals, now) = (Arrivals(), TimeProvider.System.GetTimestamp());
        var end = Later(from, Steady * Second);
        for (var second = from; second < end && Later(second, Second) <= now; second = Later(second, Step))
        {
            if (Rate(arrivals, second) < least)
            {
                from = Later(second, Step);
                end = Later(from, Steady * Second);
            }
        }

        return end <= now;
    }

    private double Rate(long[] arrivals, long from)
    {
        var to = Later(from, Second);
        var time = _stalls.Between(from, to);
        return arrivals.Count(at => at >= from && at < to) / Math.Max(time / Second, 1.0 / Steps);
    }

    private long[] Arrivals() => [.. endpoint.Visits.DistinctBy(static visit => visit.Id, StringComparer.Ordinal).Select(static visit => visit.At)];

    private static long Later(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * TimeProvider.System.TimestampFrequency);
}
