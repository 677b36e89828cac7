using Microsoft.Extensions.Diagnostics.HealthChecks;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Telemetry;

/// <summary>Not ready until tenants, keys and endpoints have been read once.</summary>
internal sealed class ConfigurationCheck(ConfigDirectory directory) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(directory.IsLoaded
            ? HealthCheckResult.Healthy(data: new Dictionary<string, object>(StringComparer.Ordinal) { ["endpoints"] = directory.EndpointCount })
            : HealthCheckResult.Unhealthy("The configuration has not been read from the database yet."));
}
