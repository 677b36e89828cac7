using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Api.Telemetry;

/// <summary>
/// Names the workers that sign in, and what waits for them. Without one nothing is delivered, which is worth a word; the API stores events all the
/// same, so that it stays ready.
/// </summary>
internal sealed class WorkersCheck(QueueSample sample) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var workers = sample.Workers;
        var data = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["alive"] = workers.Count,
            ["waiting"] = sample.Waiting,
        };
        foreach (var worker in workers)
        {
            data[worker.Id.ToString()] = string.Create(CultureInfo.InvariantCulture, $"seen {worker.SecondsAgo:0.#} s ago");
        }

        return Task.FromResult(workers.Count > 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("No worker is alive: what is accepted waits.", data: data));
    }
}
