using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Worker.Sending;

/// <summary>Unready while this process keeps deliveries from being sent; degraded when it lacks a retry policy that an endpoint asks for.</summary>
internal sealed class OwnFaultsCheck(OwnFaults faults, ServedPolicies policies) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(faults.Latest is { } fault
            ? HealthCheckResult.Unhealthy(fault)
            : policies.Unknown is { Count: > 0 } unknown
                ? HealthCheckResult.Degraded($"Endpoints ask for retry policies that Retries:Policies lacks: {string.Join(", ", unknown)}.")
                : HealthCheckResult.Healthy());
}
