namespace Webhooks.ServiceDefaults.Prometheus;

using Tag = KeyValuePair<string, object?>;

/// <summary>Takes the measurements of one instrument.</summary>
/// <param name="metric">Where they go; instruments with the same name share it.</param>
/// <param name="isTotal">Whether a measurement is the value itself, not a change of it.</param>
internal sealed class Recorder(Metric metric, bool isTotal)
{
    public void Record(long value, ReadOnlySpan<Tag> tags)
    {
        if (isTotal || metric.Kind == MetricKind.Histogram)
        {
            Record((double)value, tags);
        }
        else if (metric.TryFind(tags, out var series))
        {
            series.Add(value);
        }
    }

    public void Record(double value, ReadOnlySpan<Tag> tags)
    {
        if (!metric.TryFind(tags, out var series))
        {
            return;
        }

        if (metric.Kind == MetricKind.Histogram)
        {
            series.Observe(value);
        }
        else if (isTotal)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }
}
