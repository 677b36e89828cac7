using System.Buffers;
using System.Globalization;
using System.Text;

namespace Webhooks.ServiceDefaults.Prometheus;

/// <summary>Writes the text exposition format 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats/.</summary>
internal sealed class PrometheusText(IBufferWriter<byte> output)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string OverflowName = "webhooks_metrics_dropped_measurements_total";

    public void Write(IEnumerable<Metric> metrics)
    {
        var overflown = new List<Metric>();
        foreach (var metric in metrics)
        {
            if (metric.Dropped > 0)
            {
                overflown.Add(metric);
            }

            if (metric.Series is { Count: > 0 } series)
            {
                Write(metric, series);
            }
        }

        if (overflown.Count > 0)
        {
            WriteHeader(OverflowName, "Measurements dropped because their metric has too many series already.", MetricKind.Counter);
            overflown.ForEach(metric => WriteSample(OverflowName, $"metric=\"{metric.Name}\"", metric.Dropped));
        }
    }

    private void Write(Metric metric, IReadOnlyList<Series> all)
    {
        WriteHeader(metric.Name, metric.Help, metric.Kind);
        foreach (var series in all)
        {
            if (metric.Bounds is { } bounds)
            {
                WriteHistogram(metric.Name, series, bounds);
            }
            else
            {
                WriteSample(metric.Name, series.Labels, series.Value);
            }
        }
    }

    private void WriteHeader(string name, string help, MetricKind kind)
    {
        if (help.Length > 0)
        {
            var escaped = help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            Append($"# HELP {name} {escaped}\n");
        }

        var type = kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" };
        Append($"# TYPE {name} {type}\n");
    }

    private void WriteHistogram(string name, Series series, double[] bounds)
    {
        var prefix = series.Labels.Length == 0 ? "" : series.Labels + ",";
        var count = 0L;
        for (var i = 0; i <= bounds.Length; i++)
        {
            count += series.CountOf(i);
            WriteSample(name + "_bucket", $"{prefix}le=\"{(i == bounds.Length ? "+Inf" : Number(bounds[i]))}\"", count);
        }

        WriteSample(name + "_sum", series.Labels, series.Value);
        WriteSample(name + "_count", series.Labels, count);
    }

    private void WriteSample(string name, string labels, double value) =>
        Append(labels.Length == 0 ? $"{name} {Number(value)}\n" : $"{name}{{{labels}}} {Number(value)}\n");

    private void Append(string text) => Encoding.UTF8.GetBytes(text, output);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
