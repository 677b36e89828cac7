using System.Diagnostics.Metrics;

namespace Webhooks.ServiceDefaults.Prometheus;

/// <summary>Reads off an instrument what its type says, without reflection.</summary>
internal static class InstrumentShape
{
    public static MetricKind Kind(Instrument instrument) => instrument switch
    {
        Histogram<byte> or Histogram<short> or Histogram<int> or Histogram<long> or Histogram<float> or Histogram<double> or Histogram<decimal>
            => MetricKind.Histogram,
        Counter<byte> or Counter<short> or Counter<int> or Counter<long> or Counter<float> or Counter<double> or Counter<decimal>
            => MetricKind.Counter,
        ObservableCounter<byte> or ObservableCounter<short> or ObservableCounter<int> or ObservableCounter<long> or ObservableCounter<float>
            or ObservableCounter<double> or ObservableCounter<decimal> => MetricKind.Counter,
        _ => MetricKind.Gauge,
    };

    /// <summary>Whether a measurement is the value itself (observable instruments and gauges), not a change of it.</summary>
    public static bool IsTotal(Instrument instrument) => instrument.IsObservable
        || instrument is Gauge<byte> or Gauge<short> or Gauge<int> or Gauge<long> or Gauge<float> or Gauge<double> or Gauge<decimal>;

    public static double[]? AdvisedBounds(Instrument instrument) => instrument switch
    {
        Instrument<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Instrument<float> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        Instrument<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        Instrument<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        _ => null,
    };
}
