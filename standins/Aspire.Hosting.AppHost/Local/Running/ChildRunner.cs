using Aspire.Hosting.ApplicationModel;

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
                var ready = await services.Notifications.WaitForResourceHealthyAsync(parent.Name, WaitBehavior.WaitOnResourceUnavailable, _stop.Token);
                await _state.StartingAsync();
                await _state.RunningAsync(new Dictionary<string, string>(StringComparer.Ordinal), []);
                using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var health = new HealthFollower(resource, resource.Name, _state, services).FollowAsync(ended.Token);
                var after = await services.Notifications.WaitForResourceAsync(
                    parent.Name, e => !e.Snapshot.Is(KnownResourceStates.Running), _stop.Token);
                await ended.CancelAsync();
                await health;
                await _state.EndedAsync(after.Snapshot.State?.Text ?? KnownResourceStates.Exited, after.Snapshot.ExitCode);
            }
        }
        catch (OperationCanceledException)
        {
            await _state.SetAsync(KnownResourceStates.Exited);
        }
    }
}
