using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Local.Endpoints;
using Aspire.Hosting.Local.Health;
using Aspire.Hosting.Local.Launching;
using Aspire.Hosting.Local.Logs;
using Aspire.Hosting.Local.Storage;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Local.Running;

/// <summary>What every runner needs.</summary>
internal sealed record RunnerServices(
    ResourceNotificationService Notifications,
    IDistributedApplicationEventing Eventing,
    EndpointAllocator Endpoints,
    HealthMonitor Health,
    LaunchPlanner Planner,
    ResourceOutput Output,
    LocalStorage Storage,
    DistributedApplicationExecutionContext Execution,
    TimeProvider Time,
    ILogger<DistributedApplication> Logger,
    IServiceProvider Provider)
{
    public Leftovers Leftovers { get; } = new(Storage);
}
