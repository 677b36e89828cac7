using Aspire.Hosting.Local.Running;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

public sealed partial class ResourceNotificationService
{
    public Task WaitForResourceAsync(string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var targets = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var reached = await WaitForResourceAsync(resourceName, e => e.Snapshot.State is { } s && targets.Contains(s.Text), cancellationToken);
        return reached.Snapshot.State!.Text;
    }

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        await foreach (var update in WatchAsync(cancellationToken))
        {
            if (update.Resource.Name.Equals(resourceName, StringComparison.OrdinalIgnoreCase) && predicate(update))
            {
                return update;
            }
        }

        throw new OperationCanceledException($"The application stopped before the resource '{resourceName}' reached the wanted state.");
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.StopOnResourceUnavailable, cancellationToken);

    /// <summary>Returns once the resource is healthy and the subscribers of its ready event are done.</summary>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var reached = await WaitForResourceAsync(
            resourceName,
            e => IsReady(e) || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && IsGone(e)),
            cancellationToken);
        if (!IsReady(reached))
        {
            throw new DistributedApplicationException(
                $"Stopped waiting for resource '{resourceName}' to become healthy because it {Describe(reached)}");
        }

        await reached.Snapshot.ResourceReadyEvent!.EventTask.WaitAsync(cancellationToken);
        return reached;
    }

    public async Task WaitForDependenciesAsync(IResource resource, CancellationToken cancellationToken)
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().Where(w => w.Resource is not IResourceWithoutLifetime);
        await Task.WhenAll(waits.Select(wait => WaitForAsync(resource, wait, cancellationToken)));
    }

    private static bool IsReady(ResourceEvent e) => e.Snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReadyEvent: not null };

    private static bool IsGone(ResourceEvent e) => KnownResourceStates.TerminalStates.Any(e.Snapshot.Is);

    private static string Describe(ResourceEvent e) => e.Snapshot.Is(KnownResourceStates.FailedToStart)
        ? $"failed to start: {e.Snapshot.Properties.FirstOrDefault(p => p.Name is InstanceState.ReasonProperty)?.Value}"
        : $"has ended (exit code {e.Snapshot.ExitCode})";

    private async Task WaitForAsync(IResource resource, WaitAnnotation wait, CancellationToken cancellationToken)
    {
        var stops = wait.WaitBehavior != WaitBehavior.WaitOnResourceUnavailable;
        var replicas = wait.Resource.GetReplicaCount();
        var reached = await WaitForResourceAsync(
            wait.Resource.Name,
            e => (IsGone(e) && (stops || wait.WaitType == WaitType.WaitForCompletion)) || AllReached(wait, replicas),
            cancellationToken);
        switch (wait.WaitType)
        {
            case WaitType.WaitForCompletion when reached.Snapshot.Is(KnownResourceStates.FailedToStart)
                || reached.Snapshot.ExitCode != wait.ExitCode:
            case not WaitType.WaitForCompletion when IsGone(reached):
                throw new DistributedApplicationException(
                    $"'{resource.Name}' cannot start: its dependency '{wait.Resource.Name}' {Describe(reached)}");
            case WaitType.WaitUntilHealthy:
                await Task.WhenAll(InstancesOf(wait.Resource.Name).Select(e => e.Snapshot.ResourceReadyEvent?.EventTask ?? Task.CompletedTask))
                    .WaitAsync(cancellationToken);
                break;
        }
    }

    private bool AllReached(WaitAnnotation wait, int replicas)
    {
        var instances = InstancesOf(wait.Resource.Name);
        return instances.Count >= replicas && instances.All(e => wait.WaitType switch
        {
            WaitType.WaitUntilStarted => e.Snapshot.Is(KnownResourceStates.Running),
            WaitType.WaitUntilHealthy => IsReady(e),
            _ => false,
        });
    }
}
