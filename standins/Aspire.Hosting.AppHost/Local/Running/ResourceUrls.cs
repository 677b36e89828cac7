using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Local.Running;

internal static class ResourceUrls
{
    public static async Task<ImmutableArray<UrlSnapshot>> OfAsync(IResource resource, DistributedApplicationExecutionContext execution)
    {
        var urls = new List<ResourceUrlAnnotation>(resource.Annotations.OfType<ResourceUrlAnnotation>());
        if (resource is IResourceWithEndpoints owner)
        {
            urls.InsertRange(0, owner.GetEndpoints().Select(e => new ResourceUrlAnnotation { Url = e.Url, Endpoint = e }));
        }

        var context = new ResourceUrlsCallbackContext(execution, resource, urls);
        foreach (var callback in resource.Annotations.OfType<ResourceUrlsCallbackAnnotation>())
        {
            await callback.Callback(context);
        }

        return [.. urls.Select(u => new UrlSnapshot(u.Endpoint?.EndpointName, Absolute(u), IsInternal: false) { DisplayText = u.DisplayText })];
    }

    private static string Absolute(ResourceUrlAnnotation url) =>
        url.Endpoint is { } endpoint && url.Url.StartsWith('/') ? endpoint.Url + url.Url : url.Url;
}
