using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Report;

/// <summary>Milliseconds.</summary>
internal sealed record LatencyReport(double P50, double P90, double P99, double P999, double Max)
{
    public static LatencyReport From(Histogram histogram) =>
        new(histogram.Percentile(0.5), histogram.Percentile(0.9), histogram.Percentile(0.99), histogram.Percentile(0.999), histogram.MaxMicroseconds / 1000.0);
}
