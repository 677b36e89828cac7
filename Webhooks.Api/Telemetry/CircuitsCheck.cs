using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Api.Telemetry;

/// <summary>Shows the endpoints whose circuit is open. Somebody else's server is down, so it makes nothing unready.</summary>
internal sealed class CircuitsCheck(QueueSample sample) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var open = sample.OpenCircuits;
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["open"] = open };
        return Task.FromResult(open == 0
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("Endpoints that keep failing are spared for now. GET /v1/webhooks tells which.", data: data));
    }
}
