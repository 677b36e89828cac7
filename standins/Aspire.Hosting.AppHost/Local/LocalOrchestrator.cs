using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Running;
using Aspire.Hosting.Local.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Local;

/// <summary>Starts and stops the model: everything at once, held back only by <c>WaitFor</c>; down again programs first, then the servers.</summary>
internal sealed class LocalOrchestrator(DistributedApplicationModel model, RunnerServices services, IConfiguration configuration)
    : IHostedService, IAsyncDisposable
{
    private readonly List<IResourceRunner> _runners = [];
    private StackLock? _lock;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        services.Storage.CreateRoot();
        _lock = StackLock.Acquire(services.Storage);
        Log.Starting(services.Logger, configuration["AppHost:Directory"] ?? "", services.Storage.Root);
        File.Delete(services.Storage.StatusFile);
        await services.Leftovers.EndAsync(cancellationToken);
        await services.Eventing.PublishAsync(new BeforeStartEvent(services.Provider, model), cancellationToken);
        foreach (var resource in model.Resources)
        {
            services.Endpoints.Allocate(resource);
        }

        foreach (var resource in model.Resources.ToArray())
        {
            await PrepareAsync(resource, cancellationToken);
        }

        foreach (var runner in _runners)
        {
            if (!runner.Resource.HasAnnotationOfType<ExplicitStartupAnnotation>())
            {
                await runner.StartAsync(runner.Resource.Name);
            }
        }

        await services.Eventing.PublishAsync(new AfterResourcesCreatedEvent(services.Provider, model), cancellationToken);
        Log.Started(services.Logger);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_runners.Count > 0)
        {
            Log.Stopping(services.Logger);
            await StopAsync(r => r.Resource is not ContainerResource);
            await StopAsync(r => r.Resource is ContainerResource);
            foreach (var runner in _runners.OfType<IAsyncDisposable>())
            {
                await runner.DisposeAsync();
            }

            _runners.Clear();
        }

        _lock?.Dispose();
        _lock = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        services.Output.Dispose();
        services.Storage.RemoveIfTemporary();
    }

    private Task StopAsync(Func<IResourceRunner, bool> which) => Task.WhenAll(_runners.Where(which).Select(r => r.StopAsync(r.Resource.Name)));

    private async Task PrepareAsync(IResource resource, CancellationToken cancellationToken)
    {
        await services.Eventing.PublishAsync(new InitializeResourceEvent(resource, services.Provider), cancellationToken);
        if (resource is IResourceWithEndpoints)
        {
            await services.Eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services.Provider), cancellationToken);
        }

        if (resource is IResourceWithConnectionString)
        {
            await services.Eventing.PublishAsync(new ConnectionStringAvailableEvent(resource, services.Provider), cancellationToken);
        }

        switch (resource)
        {
            case ProjectResource or ExecutableResource or ContainerResource:
                var runner = new ProcessRunner(resource, services);
                AddCommands(resource, runner);
                await runner.ShowNotStartedAsync();
                _runners.Add(runner);
                break;
            case IResourceWithParent { Parent: var parent }:
                _runners.Add(new ChildRunner(resource, parent, services));
                break;
        }
    }

    private static void AddCommands(IResource resource, ProcessRunner runner)
    {
        Add(KnownResourceCommands.StartCommand, "Start", runner.StartAsync);
        Add(KnownResourceCommands.StopCommand, "Stop", runner.StopAsync);
        Add(KnownResourceCommands.RestartCommand, "Restart", async id =>
        {
            await runner.StopAsync(id);
            await runner.StartAsync(id);
        });

        void Add(string name, string displayName, Func<string, Task> execute) => resource.Annotations.Add(new ResourceCommandAnnotation(
            name,
            displayName,
            async context =>
            {
                await execute(context.ResourceName).WaitAsync(context.CancellationToken);
                return CommandResults.Success();
            },
            new CommandOptions()));
    }
}
