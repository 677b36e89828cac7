using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Webhooks.Worker.Reconciling;

/// <summary>Shows what was nowhere and had to be sent again. It makes nothing unready: it has been mended.</summary>
internal sealed class ReconcilerCheck(Reconciler reconciler) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["sent_again"] = reconciler.Total };
        if (reconciler.LastSweep is { } at)
        {
            data["last_sweep"] = at;
        }

        return Task.FromResult(HealthCheckResult.Healthy(data: data));
    }
}
