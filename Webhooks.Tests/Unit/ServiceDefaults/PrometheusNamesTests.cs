using Webhooks.ServiceDefaults.Prometheus;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed class PrometheusNamesTests
{
    [Theory]
    [InlineData("webhook.events", "{event}", nameof(MetricKind.Counter), "webhook_events_total")]
    [InlineData("webhook.deliveries", "{delivery}", nameof(MetricKind.Counter), "webhook_deliveries_total")]
    [InlineData("webhook.delivery.duration", "s", nameof(MetricKind.Histogram), "webhook_delivery_duration_seconds")]
    [InlineData("webhook.queue.size", "{message}", nameof(MetricKind.Gauge), "webhook_queue_size")]
    [InlineData("webhook.endpoints.total", "{endpoint}", nameof(MetricKind.Gauge), "webhook_endpoints_total")]
    [InlineData("webhook.dlq.size", "{message}", nameof(MetricKind.Gauge), "webhook_dlq_size")]
    [InlineData("circuit_breaker.status", null, nameof(MetricKind.Gauge), "circuit_breaker_status")]
    [InlineData("dotnet.process.memory.working_set", "By", nameof(MetricKind.Gauge), "dotnet_process_memory_working_set_bytes")]
    [InlineData("hits.total", null, nameof(MetricKind.Counter), "hits_total")]
    [InlineData("cpu.share", "1", nameof(MetricKind.Gauge), "cpu_share_ratio")]
    [InlineData("flow", "By/s", nameof(MetricKind.Gauge), "flow_bytes_per_second")]
    [InlineData("1st--thing", null, nameof(MetricKind.Gauge), "_1st_thing")]
    [InlineData("wait.seconds", "s", nameof(MetricKind.Gauge), "wait_seconds")]
    public void Metric_NameAndUnit_FollowTheRules(string instrument, string? unit, string kind, string expected) =>
        Assert.Equal(expected, PrometheusNames.Metric(instrument, unit, Enum.Parse<MetricKind>(kind)));
}
