using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Receiver.Reception;

internal sealed class SharedReceptionHealthCheck(SharedReception shared) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(shared.HasAgreed
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded("Redis is away; the last known state of the reception switch holds."));
}
