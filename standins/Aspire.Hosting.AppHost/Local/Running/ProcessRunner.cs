using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Endpoints;
using Aspire.Hosting.Local.Launching;

namespace Aspire.Hosting.Local.Running;

/// <summary>A resource that runs as one process or, with replicas, several of them behind a proxy.</summary>
internal sealed class ProcessRunner : IResourceRunner, IAsyncDisposable
{
    private readonly RunnerServices _services;
    private readonly InstanceRunner[] _instances;
    private readonly List<TcpProxy> _proxies = [];
    private readonly Lock _lock = new();

    public ProcessRunner(IResource resource, RunnerServices services)
    {
        Resource = resource;
        _services = services;
        var replicas = resource.GetReplicaCount();
        _instances =
        [
            .. Enumerable.Range(1, replicas).Select(number => new InstanceRunner(
                new LaunchInstance(resource, replicas == 1 ? resource.Name : $"{resource.Name}-{number}", services.Endpoints.TargetPorts(resource)),
                services)),
        ];
    }

    public IResource Resource { get; }

    public Task ShowNotStartedAsync() => Task.WhenAll(_instances.Select(i => i.ShowNotStartedAsync()));

    public Task StartAsync(string resourceId)
    {
        OpenProxies();
        return Task.WhenAll(Chosen(resourceId).Select(i => i.StartAsync()));
    }

    public Task StopAsync(string resourceId) => Task.WhenAll(Chosen(resourceId).Select(i => i.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        foreach (var proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }
    }

    private IEnumerable<InstanceRunner> Chosen(string resourceId) => _instances.Where(i =>
        resourceId.Equals(Resource.Name, StringComparison.OrdinalIgnoreCase) || resourceId.Equals(i.Id, StringComparison.OrdinalIgnoreCase));

    private void OpenProxies()
    {
        lock (_lock)
        {
            if (_proxies.Count > 0)
            {
                return;
            }

            foreach (var endpoint in Resource.Annotations.OfType<EndpointAnnotation>().Where(e => EndpointAllocator.NeedsProxy(Resource, e)))
            {
                var port = endpoint.AllocatedEndpoint!.Port;
                if (!EndpointAllocator.IsFree(port))
                {
                    Log.FailedToStart(_services.Logger, Resource.Name, $"port {port} of its endpoint '{endpoint.Name}' is taken by another process.");
                    continue;
                }

                _proxies.Add(new TcpProxy(port, [.. _instances.Select(i => i.Instance.TargetPorts[endpoint.Name])]));
            }
        }
    }
}
