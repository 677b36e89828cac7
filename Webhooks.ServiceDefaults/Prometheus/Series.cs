namespace Webhooks.ServiceDefaults.Prometheus;

/// <summary>One tag set of one metric. Recording is lock-free; a scrape may see a sum that is a few records ahead of a count.</summary>
internal sealed class Series(string labels, double[]? bounds)
{
    private readonly long[] _counts = bounds is null ? [] : new long[bounds.Length + 1];
    private long _whole;
    private double _fraction;

    /// <summary>Rendered as <c>a="b",c="d"</c>; empty when there is no tag.</summary>
    public string Labels { get; } = labels;

    public double Value => Volatile.Read(ref _whole) + Volatile.Read(ref _fraction);

    public void Add(long value) => Interlocked.Add(ref _whole, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _fraction);
        double before;
        while ((before = Interlocked.CompareExchange(ref _fraction, seen + value, seen)) != seen && !double.IsNaN(before))
        {
            seen = before;
        }
    }

    public void Set(double value) => Volatile.Write(ref _fraction, value);

    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds!.Length && value > bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _counts[bucket]);
        Add(value);
    }

    /// <summary>How many observations fell into a bucket alone, the last being those above every bound.</summary>
    public long CountOf(int bucket) => Volatile.Read(ref _counts[bucket]);
}
