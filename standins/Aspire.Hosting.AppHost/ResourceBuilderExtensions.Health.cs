using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Health;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithHealthCheck<T>(this IResourceBuilder<T> builder, string key)
        where T : IResource
    {
        if (builder.Resource.Annotations.OfType<HealthCheckAnnotation>().Any(h => h.Key.Equals(key, StringComparison.Ordinal)))
        {
            throw new DistributedApplicationException(
                $"Resource '{builder.Resource.Name}' already has a health check with key '{key}'.");
        }

        return builder.WithAnnotation(new HealthCheckAnnotation(key));
    }

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints => builder.WithHttpHealthCheck(
            endpointName is null ? null : () => builder.GetEndpoint(endpointName), path, statusCode);

    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, Func<EndpointReference>? endpointSelector, string? path = null, int? statusCode = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = (endpointSelector ?? (() => DefaultHttpEndpoint(builder.Resource)))();
        if (!endpoint.Exists || endpoint is { IsHttp: false, IsHttps: false })
        {
            throw new DistributedApplicationException(
                $"Could not create HTTP health check for resource '{builder.Resource.Name}' as the endpoint with name " +
                $"'{endpoint.EndpointName}' does not exist or its scheme is not 'http' or 'https'.");
        }

        var (wantedPath, wantedStatus) = (path ?? "/", statusCode ?? 200);
        var key = $"{builder.Resource.Name}_{endpoint.EndpointName}_{wantedPath}_{wantedStatus}_check";
        builder.ApplicationBuilder.Services.AddHealthChecks().AddCheck(key, new HttpEndpointHealthCheck(endpoint, wantedPath, wantedStatus));
        return builder.WithHealthCheck(key);
    }

    private static EndpointReference DefaultHttpEndpoint(IResourceWithEndpoints resource) =>
        resource.GetEndpoints().OrderByDescending(e => e.IsHttps).FirstOrDefault(e => e.IsHttp || e.IsHttps)
        ?? throw new DistributedApplicationException(
            $"Could not create HTTP health check for resource '{resource.Name}' as it has no HTTP endpoint.");
}
