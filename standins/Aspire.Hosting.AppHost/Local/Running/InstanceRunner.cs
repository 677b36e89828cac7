using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Endpoints;
using Aspire.Hosting.Local.Launching;
using Aspire.Hosting.Local.Processes;

namespace Aspire.Hosting.Local.Running;

/// <summary>The life of one process: wait for what it depends on, start, watch its health, see it end. It is never restarted unasked.</summary>
internal sealed class InstanceRunner(LaunchInstance instance, RunnerServices services) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly InstanceState _state = new(instance.Resource, instance.Id, services);
    private readonly IResource _resource = instance.Resource;
    private CancellationTokenSource? _stop;
    private ChildProcess? _child;
    private Task _life = Task.CompletedTask;
    private volatile bool _ending;

    public string Id => instance.Id;

    public LaunchInstance Instance => instance;

    public Task ShowNotStartedAsync() => _state.SetAsync(KnownResourceStates.NotStarted);

    public async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_ending)
            {
                await _life;
            }

            if (_life.IsCompleted)
            {
                _stop?.Dispose();
                _stop = new CancellationTokenSource();
                _ending = false;
                await _state.StartingAsync();
                _life = LiveAsync(_stop.Token);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_stop is not null && !_life.IsCompleted)
            {
                if (_child is not null)
                {
                    await _state.SetAsync(KnownResourceStates.Stopping);
                }

                await _stop.CancelAsync();
            }

            await _life;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop?.Dispose();
        _turn.Dispose();
    }

    private async Task LiveAsync(CancellationToken stop)
    {
        // Callers do not run any of it themselves.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        LaunchInstance.Current = instance;
        try
        {
            await WaitForDependenciesAsync(stop);
            await services.Eventing.PublishAsync(new BeforeResourceStartedEvent(_resource, services.Provider), stop);
            await _state.SetAsync(KnownResourceStates.Starting);
            EndpointAllocator.ThrowIfTaken(_resource, instance.TargetPorts);
            var spec = await services.Planner.PlanAsync(instance, stop);
            await using var child = await ChildProcess.StartAsync(spec, line => services.Output.Write(Id, _resource, line), stop);
            _child = child;
            if (child.Id is { } group)
            {
                services.Leftovers.Remember(group);
            }

            await _state.RunningAsync(spec.Environment, await ResourceUrls.OfAsync(_resource, services.Execution));
            await WatchAsync(child, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await _state.SetAsync(KnownResourceStates.NotStarted);
        }
        catch (Exception fault)
        {
            _ending = true;
            Log.FailedToStart(services.Logger, Id, fault.Message);
            services.Output.Write(Id, _resource, $"failed to start: {fault.Message}");
            await _state.EndedAsync(KnownResourceStates.FailedToStart, null, fault.Message);
        }
        finally
        {
            _child = null;
        }
    }

    private async Task WatchAsync(ChildProcess child, CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var health = new HealthFollower(_resource, Id, _state, services).FollowAsync(ended.Token);
        await Task.WhenAny(child.Exited, Task.Delay(Timeout.Infinite, ended.Token));
        await ended.CancelAsync();
        await health;
        await child.StopAsync();
        _ending = true;
        var exitCode = child.Exited.IsCompleted ? await child.Exited : -1;
        var asExpected = stop.IsCancellationRequested || exitCode == 0;
        if (!asExpected)
        {
            Log.Exited(services.Logger, Id, exitCode, Path.Combine(services.Storage.Logs, Id + ".log"));
        }

        var state = asExpected && _resource is not ContainerResource ? KnownResourceStates.Finished : KnownResourceStates.Exited;
        await _state.EndedAsync(state, exitCode, asExpected ? null : $"exited with code {exitCode}");
    }

    private async Task WaitForDependenciesAsync(CancellationToken stop)
    {
        if (_resource.HasAnnotationOfType<WaitAnnotation>())
        {
            await _state.SetAsync(KnownResourceStates.Waiting);
            await services.Notifications.WaitForDependenciesAsync(_resource, stop);
        }
    }
}
