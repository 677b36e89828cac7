using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Health;

namespace Aspire.Hosting.Local.Running;

/// <summary>The states of one instance as the notification service shows them.</summary>
internal sealed class InstanceState(IResource resource, string id, RunnerServices services)
{
    public const string ReasonProperty = "resource.reason";

    public Task SetAsync(string state) => UpdateAsync(s => s with { State = state });

    public Task StartingAsync() => UpdateAsync(s => s with
    {
        State = KnownResourceStates.Starting,
        ExitCode = null,
        StopTimeStamp = null,
        ResourceReadyEvent = null,
        HealthReports = [],
        Properties = [],
    });

    public Task RunningAsync(IReadOnlyDictionary<string, string> environment, ImmutableArray<UrlSnapshot> urls) => UpdateAsync(s => s with
    {
        State = KnownResourceStates.Running,
        StartTimeStamp = services.Time.GetUtcNow().UtcDateTime,
        HealthReports = HealthMonitor.Unknown(resource),
        EnvironmentVariables = [.. environment.Select(v => new EnvironmentVariableSnapshot(v.Key, v.Value, IsFromSpec: true))],
        Urls = urls,
    });

    public Task ReportAsync(ImmutableArray<HealthReportSnapshot> reports) => UpdateAsync(s => s with { HealthReports = reports });

    public Task ReadyAsync(Task subscribers) => UpdateAsync(s => s with { ResourceReadyEvent = new EventSnapshot(subscribers) });

    public async Task EndedAsync(string state, int? exitCode, string? reason = null)
    {
        await UpdateAsync(s => s with
        {
            State = state,
            ExitCode = exitCode,
            StopTimeStamp = services.Time.GetUtcNow().UtcDateTime,
            HealthReports = [],
            Properties = reason is null ? [] : [new ResourcePropertySnapshot(ReasonProperty, reason)],
        });
        if (services.Notifications.TryGetCurrentState(id, out var ended))
        {
            await services.Eventing.PublishAsync(new ResourceStoppedEvent(resource, services.Provider, ended));
        }
    }

    private Task UpdateAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        services.Notifications.PublishUpdateAsync(resource, id, change);
}
