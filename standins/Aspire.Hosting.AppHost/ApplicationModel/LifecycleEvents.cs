using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

public sealed class BeforeStartEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    public IServiceProvider Services { get; } = services;

    public DistributedApplicationModel Model { get; } = model;
}

public sealed class AfterResourcesCreatedEvent(IServiceProvider services, DistributedApplicationModel model) : IDistributedApplicationEvent
{
    public IServiceProvider Services { get; } = services;

    public DistributedApplicationModel Model { get; } = model;
}

public abstract class ResourceLifecycleEvent(IResource resource, IServiceProvider services) : IDistributedApplicationResourceEvent
{
    public IResource Resource { get; } = resource;

    public IServiceProvider Services { get; } = services;
}

public sealed class InitializeResourceEvent(IResource resource, IServiceProvider services) : ResourceLifecycleEvent(resource, services);

public sealed class ResourceEndpointsAllocatedEvent(IResource resource, IServiceProvider services) : ResourceLifecycleEvent(resource, services);

public sealed class ConnectionStringAvailableEvent(IResource resource, IServiceProvider services) : ResourceLifecycleEvent(resource, services);

public sealed class BeforeResourceStartedEvent(IResource resource, IServiceProvider services) : ResourceLifecycleEvent(resource, services);

/// <summary>The resource is healthy for the first time since it started; who waits for it waits for the subscribers too.</summary>
public sealed class ResourceReadyEvent(IResource resource, IServiceProvider services) : ResourceLifecycleEvent(resource, services);

public sealed class ResourceStoppedEvent(IResource resource, IServiceProvider services, ResourceEvent resourceEvent)
    : ResourceLifecycleEvent(resource, services)
{
    public ResourceEvent ResourceEvent { get; } = resourceEvent;
}
