using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// One call of an AppHost's entry point, on a thread of its own that is held at <c>Build</c> until the test wants the application, and at
/// <c>Run</c> until the test stops it.
/// </summary>
internal sealed class EntryPointRun(
    Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure) : BuilderInterception
{
    private static readonly TimeSpan EntryPointLimit = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _continue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DistributedApplication? _application;

    public async Task<DistributedApplicationBuilder> StartAsync(CancellationToken cancellationToken)
    {
        var thread = new Thread(Invoke) { IsBackground = true, Name = $"{appHost.GetName().Name} entry point" };
        thread.Start();
        return await _builder.Task.WaitAsync(EntryPointLimit, cancellationToken);
    }

    public async Task<DistributedApplication> ContinueAsync(CancellationToken cancellationToken)
    {
        _continue.TrySetResult(true);
        return await _running.Task.WaitAsync(EntryPointLimit, cancellationToken);
    }

    public async Task EndAsync()
    {
        _continue.TrySetResult(false);
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        await _ended.Task.WaitAsync(EntryPointLimit);
    }

    public override void OnCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings) =>
        TestSettings.Apply(options, settings, appHost, [], configure);

    public override void OnCreated(DistributedApplicationBuilder builder)
    {
    }

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        if (!_continue.Task.GetAwaiter().GetResult())
        {
            throw new AbandonedException();
        }
    }

    public override void OnBuilt(DistributedApplication application) => _application = application;

    public override void OnRunning(DistributedApplication application) => _running.TrySetResult(application);

    private void Invoke()
    {
        Current = this;
        try
        {
            var entryPoint = appHost.EntryPoint ?? throw new InvalidOperationException($"{appHost.GetName().Name} has no entry point.");
            var result = entryPoint.Invoke(null, entryPoint.GetParameters().Length == 0 ? null : [args]);
            (result as Task)?.GetAwaiter().GetResult();
            Fail(new InvalidOperationException($"The entry point of {appHost.GetName().Name} returned without running an application."));
        }
        catch (TargetInvocationException fault)
        {
            Fail(fault.InnerException ?? fault);
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void Fail(Exception fault)
    {
        _builder.TrySetException(fault);
        _running.TrySetException(fault);
        // Nobody may be waiting any more.
        _ = _builder.Task.Exception;
        _ = _running.Task.Exception;
    }

    private sealed class AbandonedException() : Exception("The test disposed the builder without building the application.");
}
