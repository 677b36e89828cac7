using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Local.Running;

/// <summary>Shows an instance's health, and announces the first time it is good.</summary>
internal sealed class HealthFollower(IResource resource, string id, InstanceState state, RunnerServices services)
{
    private bool _announced;

    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await services.Health.WatchAsync(resource, reports => OnReportsAsync(reports, cancellationToken), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The instance has ended.
        }
    }

    private async Task OnReportsAsync(ImmutableArray<HealthReportSnapshot> reports, CancellationToken cancellationToken)
    {
        await state.ReportAsync(reports);
        if (_announced || reports.Any(r => r.Status != HealthStatus.Healthy))
        {
            return;
        }

        _announced = true;
        var subscribers = services.Eventing.PublishAsync(new ResourceReadyEvent(resource, services.Provider), cancellationToken);
        await state.ReadyAsync(subscribers);
        try
        {
            await subscribers;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.FailedToStart(services.Logger, id, fault.Message);
            return;
        }

        var urls = services.Notifications.TryGetCurrentState(id, out var current) ? current.Snapshot.Urls : [];
        Log.Healthy(services.Logger, id, string.Join(' ', urls.Select(u => u.Url)));
    }
}
