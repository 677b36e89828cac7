using System.Numerics;

namespace Webhooks.Bench.Measure;

/// <summary>Counts of durations in log-linear buckets, 64 to a power of two: percentiles are exact to 1.6 %. For one thread.</summary>
internal sealed class Histogram
{
    private const int Linear = 6;
    private const int Buckets = 64 * 40;

    private readonly long[] _counts = new long[Buckets];

    public long Count { get; private set; }

    public long MaxMicroseconds { get; private set; }

    public void Record(TimeSpan duration)
    {
        var microseconds = Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        _counts[Math.Min(Index(microseconds), Buckets - 1)]++;
        Count++;
        MaxMicroseconds = Math.Max(MaxMicroseconds, microseconds);
    }

    public void Add(Histogram other)
    {
        for (var i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        MaxMicroseconds = Math.Max(MaxMicroseconds, other.MaxMicroseconds);
    }

    /// <summary>Milliseconds that this share (0 to 1) of the durations do not exceed.</summary>
    public double Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (var i = 0; i < Buckets; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
            {
                return Math.Min(UpperEdge(i), MaxMicroseconds) / 1000.0;
            }
        }

        return 0;
    }

    private static int Index(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - Linear);
        return (shift << Linear) + (int)(value >> shift);
    }

    private static long UpperEdge(int index)
    {
        var shift = Math.Max(0, (index >> Linear) - 1);
        return ((index - ((long)shift << Linear) + 1) << shift) - 1;
    }
}
