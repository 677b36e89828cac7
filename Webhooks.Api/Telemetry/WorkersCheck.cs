using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Api.Telemetry;

/// <summary>
/// Names the workers that sign in, whether they consume, and how far they are behind. Without that nothing is delivered, which is worth a word; the
/// API stores events all the same, so that it stays ready.
/// </summary>
internal sealed class WorkersCheck(QueueSample sample) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (workers, consumers) = (sample.Workers, sample.Consumers);
        var idle = consumers.Where(static consumer => consumer is { Lag: > 0, IsConsumed: false }).Select(static consumer => consumer.Name).ToList();
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["alive"] = workers.Count,
            ["consuming"] = consumers.Any(static consumer => consumer.IsConsumed),
            ["lag"] = consumers.Sum(static consumer => consumer.Lag),
            ["waiting"] = sample.Waiting,
        };
        foreach (var worker in workers)
        {
            data[worker.Id.ToString()] = string.Create(
                CultureInfo.InvariantCulture, $"{(worker.IsConsuming ? "consuming" : "not consuming")}, seen {worker.SecondsAgo:0.#} s ago");
        }

        foreach (var consumer in consumers)
        {
            data[consumer.Name] = string.Create(
                CultureInfo.InvariantCulture, $"{consumer.Lag} behind, {consumer.UnderWay} under way, {consumer.Pulls} pulls open");
        }

        return Task.FromResult(
            workers.Count == 0 ? HealthCheckResult.Degraded("No worker is alive: what is accepted waits.", data: data)
            : !workers.Any(static worker => worker.IsConsuming) ? HealthCheckResult.Degraded("No worker consumes: what is accepted waits.", data: data)
            : idle.Count > 0 ? HealthCheckResult.Degraded($"Nobody takes what waits for {string.Join(", ", idle)}.", data: data)
            : HealthCheckResult.Healthy(data: data));
    }
}
