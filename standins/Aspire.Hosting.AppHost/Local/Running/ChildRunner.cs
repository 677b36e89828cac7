using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Local.Running;

/// <summary>A resource that lives inside another one, such as a database in its server: it runs while its parent is ready.</summary>
internal sealed class ChildRunner(IResource resource, IResource parent, RunnerServices services) : IResourceRunner, IAsyncDisposable
{
    private readonly InstanceState _state = new(resource, resource.Name, services);
    private readonly CancellationTokenSource _stop = new();
    private Task _following = Task.CompletedTask;

    public IResource Resource => resource;

    public Task StartAsync(string resourceId)
    {
        if (_following.IsCompleted && !_stop.IsCancellationRequested)
        {
            _following = Task.Run(FollowAsync);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(string resourceId) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await _state.SetAsync(KnownResourceStates.Waiting);
                if (await ParentAsync(e => IsReady(e) || HasEnded(e)) is var before && IsReady(before))
                {
                    await before.Snapshot.ResourceReadyEvent!.EventTask.WaitAsync(_stop.Token);
                    await RunAsync();
                }

                var after = await ParentAsync(e => !e.Snapshot.Is(KnownResourceStates.Running));
                await _state.EndedAsync(after.Snapshot.State!.Text, after.Snapshot.ExitCode, $"its parent '{parent.Name}' does not run");
                await ParentAsync(e => !HasEnded(e));
            }
        }
        catch (OperationCanceledException)
        {
            await _state.SetAsync(KnownResourceStates.Exited);
        }
    }

    private async Task RunAsync()
    {
        await _state.StartingAsync();
        await _state.RunningAsync(new Dictionary<string, string>(StringComparer.Ordinal), []);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var health = new HealthFollower(resource, resource.Name, _state, services).FollowAsync(ended.Token);
        await ParentAsync(e => !e.Snapshot.Is(KnownResourceStates.Running));
        await ended.CancelAsync();
        await health;
    }

    private Task<ResourceEvent> ParentAsync(Func<ResourceEvent, bool> condition) =>
        services.Notifications.WaitForResourceAsync(parent.Name, condition, _stop.Token);

    private static bool IsReady(ResourceEvent e) => e.Snapshot is { HealthStatus: HealthStatus.Healthy, ResourceReadyEvent: not null };

    private static bool HasEnded(ResourceEvent e) => KnownResourceStates.TerminalStates.Any(e.Snapshot.Is);
}
