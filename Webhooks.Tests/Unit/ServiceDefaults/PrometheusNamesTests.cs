using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.Tests.Unit.ServiceDefaults;

/// <summary>The names that dashboards and alerts rely on.</summary>
public sealed class PrometheusNamesTests
{
    [Theory]
    [InlineData("webhook.events", "{event}", "counter", "webhook_events_total")]
    [InlineData("webhook.deliveries", "{delivery}", "counter", "webhook_deliveries_total")]
    [InlineData("webhook.delivery.duration", "s", "histogram", "webhook_delivery_duration_seconds")]
    [InlineData("webhook.queue.size", "{message}", "gauge", "webhook_queue_size")]
    [InlineData("webhook.endpoints.total", "{endpoint}", "gauge", "webhook_endpoints_total")]
    [InlineData("webhook.dlq.size", "{message}", "gauge", "webhook_dlq_size")]
    [InlineData("circuit_breaker.status", null, "gauge", "circuit_breaker_status")]
    [InlineData("webhook.memory", "By", "gauge", "webhook_memory_bytes")]
    [InlineData("hits.total", null, "counter", "hits_total")]
    [InlineData("wait.seconds", "s", "gauge", "wait_seconds")]
    public async Task Metrics_NameAndUnit_FollowTheRules(string instrument, string? unit, string type, string expected)
    {
        await using var service = await RunningService.StartAsync();
        var meter = service.Services.GetRequiredService<IMeterFactory>().Create("Webhooks.Tests");
        switch (type)
        {
            case "counter": meter.CreateCounter<long>(instrument, unit).Add(1); break;
            case "gauge": meter.CreateObservableGauge(instrument, static () => 1, unit); break;
            default: meter.CreateHistogram<double>(instrument, unit).Record(1); break;
        }

        var text = await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Contains($"# TYPE {expected} {type}\n", text, StringComparison.Ordinal);
        Assert.Matches($"(?m)^{expected}{(type is "histogram" ? "_count" : "")}(\\{{\\}})? 1$", text);
    }
}
