using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Worker.Consuming;

/// <summary>A worker is ready when it consumes: its stream and consumers are there and answer its pulls.</summary>
internal sealed class ConsumingHealthCheck(Consumers consumers, HeldJobs held) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var silent = consumers.Silent;
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["held"] = held.Count };
        return Task.FromResult(silent.Count == 0
            ? HealthCheckResult.Healthy("Every consumer answers.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, $"No answer from: {string.Join(", ", silent)}.", data: data));
    }
}
