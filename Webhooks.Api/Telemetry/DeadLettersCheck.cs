using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Api.Telemetry;

/// <summary>Shows the dead letters and how many came within the hour. They are an operator's matter and make nothing unready.</summary>
internal sealed class DeadLettersCheck(QueueSample sample) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(data: new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["size"] = sample.DeadLetters,
            ["last_hour"] = sample.DeadLetterGrowth,
            ["queue_size"] = sample.Waiting,
        }));
}
