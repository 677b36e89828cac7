namespace Webhooks.ServiceDefaults.Prometheus;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
