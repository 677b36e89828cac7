using Microsoft.Extensions.Diagnostics.HealthChecks;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker.Consuming;

/// <summary>A worker is ready when it consumes: its stream and consumers are there and answer its pulls, and it hears the database, without which it begins nothing.</summary>
internal sealed class ConsumingHealthCheck(Consumers consumers, HeldJobs held, Lease lease) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var silent = consumers.Silent;
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["held"] = held.Count };
        var fault = silent.Count > 0 ? $"No answer from: {string.Join(", ", silent)}." : lease.IsLost ? "Nothing is begun: the database's notifications are not heard." : null;
        return Task.FromResult(fault is null
            ? HealthCheckResult.Healthy("Every consumer answers.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, fault, data: data));
    }
}
