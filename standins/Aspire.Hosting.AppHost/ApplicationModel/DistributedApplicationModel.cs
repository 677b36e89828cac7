namespace Aspire.Hosting.ApplicationModel;

public sealed class DistributedApplicationModel(IResourceCollection resources)
{
    public DistributedApplicationModel(IEnumerable<IResource> resources)
        : this(ToCollection(resources))
    {
    }

    public IResourceCollection Resources { get; } = resources;

    private static ResourceCollection ToCollection(IEnumerable<IResource> resources)
    {
        var collection = new ResourceCollection();
        foreach (var resource in resources)
        {
            collection.Add(resource);
        }

        return collection;
    }
}
