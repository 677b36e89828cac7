namespace Aspire.Hosting.ApplicationModel;

/// <summary>A third-party server. Here it runs from the machine's own installed binaries instead of an image.</summary>
public class ContainerResource(string name, string? entrypoint = null) : Resource(name), IResourceWithEnvironment, IResourceWithArgs,
    IResourceWithEndpoints, IResourceWithWaitSupport, IResourceWithProbes, IComputeResource
{
    public string? Entrypoint { get; set; } = entrypoint;
}
