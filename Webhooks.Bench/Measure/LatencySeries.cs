using System.Diagnostics;

namespace Webhooks.Bench.Measure;

/// <summary>Durations by the second in which they began, so that a stall can be told from a slow run. For one thread.</summary>
internal sealed class LatencySeries
{
    private readonly List<Histogram> _seconds = [];
    private long? _start;

    public void Record(long begunAt, long endedAt)
    {
        _start ??= begunAt;
        var second = Math.Max(0, (int)((begunAt - _start.Value) / Stopwatch.Frequency));
        while (_seconds.Count <= second)
        {
            _seconds.Add(new Histogram());
        }

        _seconds[second].Record(Stopwatch.GetElapsedTime(begunAt, endedAt));
    }

    public Histogram Sum() => Sum(_seconds);

    /// <summary>Of each second, the milliseconds that this share (0 to 1) of the durations do not exceed.</summary>
    public IReadOnlyList<double> Percentiles(double share) => [.. _seconds.Select(second => second.Percentile(share))];

    /// <summary>Of so many seconds each.</summary>
    public IEnumerable<Histogram> Sums(int seconds) => _seconds.Chunk(seconds).Select(Sum);

    private static Histogram Sum(IEnumerable<Histogram> parts)
    {
        var sum = new Histogram();
        foreach (var part in parts)
        {
            sum.Add(part);
        }

        return sum;
    }
}
