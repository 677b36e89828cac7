using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Api.Telemetry;

/// <summary>Degraded while the stream refuses events for what they are; all others go on.</summary>
internal sealed class OutboxCheck(QueueSample sample) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["set_aside"] = sample.SetAside };
        return Task.FromResult(sample.SetAside == 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded($"The stream refuses {sample.SetAside} events, the latest because {sample.Refusal}. GET /v1/audit names them.", data: data));
    }
}
