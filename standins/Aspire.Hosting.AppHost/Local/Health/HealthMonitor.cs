using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Local.Health;

/// <summary>Runs a resource's checks while it runs: often until it is healthy, then every few seconds.</summary>
internal sealed class HealthMonitor(HealthCheckService checks)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OneRound = TimeSpan.FromSeconds(10);

    public static ImmutableArray<HealthReportSnapshot> Unknown(IResource resource) =>
        [.. Keys(resource).Select(key => new HealthReportSnapshot(key, null, "Not checked yet.", null))];

    public async Task WatchAsync(
        IResource resource, Func<ImmutableArray<HealthReportSnapshot>, Task> onReports, CancellationToken cancellationToken)
    {
        var keys = Keys(resource).ToHashSet(StringComparer.Ordinal);
        while (!cancellationToken.IsCancellationRequested)
        {
            var reports = await CheckAsync(keys, cancellationToken);
            await onReports(reports);
            var healthy = reports.All(r => r.Status == HealthStatus.Healthy);
            if (keys.Count == 0)
            {
                return;
            }

            await Task.Delay(healthy ? WhileHealthy : WhileStarting, cancellationToken);
        }
    }

    private static IEnumerable<string> Keys(IResource resource) => resource.Annotations.OfType<HealthCheckAnnotation>().Select(h => h.Key);

    private async Task<ImmutableArray<HealthReportSnapshot>> CheckAsync(HashSet<string> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(OneRound);
        try
        {
            var report = await checks.CheckHealthAsync(registration => keys.Contains(registration.Name), deadline.Token);
            return [.. report.Entries.Select(e =>
                new HealthReportSnapshot(e.Key, e.Value.Status, e.Value.Description, e.Value.Exception?.Message))];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [.. keys.Select(key => new HealthReportSnapshot(key, HealthStatus.Unhealthy, $"No answer within {OneRound.TotalSeconds} s.", null))];
        }
    }
}
