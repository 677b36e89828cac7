using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithReferenceEnvironment<T>(this IResourceBuilder<T> builder, ReferenceEnvironmentInjectionFlags flags)
        where T : IResourceWithEnvironment =>
        builder.WithAnnotation(new ReferenceEnvironmentInjectionAnnotation(flags), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where T : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithRelated(resource).WithEnvironment(async context =>
        {
            if (builder.Injects(ReferenceEnvironmentInjectionFlags.ConnectionString))
            {
                var value = await resource.GetConnectionStringAsync(context.CancellationToken);
                if (value is not null)
                {
                    context.EnvironmentVariables[resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}"] = resource;
                }
                else if (!optional)
                {
                    throw new DistributedApplicationException($"The connection string for the resource '{resource.Name}' is not available.");
                }
            }

            if (builder.Injects(ReferenceEnvironmentInjectionFlags.ConnectionProperties))
            {
                foreach (var (property, expression) in resource.GetConnectionProperties())
                {
                    context.EnvironmentVariables[$"{VariableName(name)}_{property.ToUpperInvariant()}"] = expression;
                }
            }
        });
    }

    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where T : IResourceWithEnvironment => builder.WithReference(source, source.Resource.Name);

    public static IResourceBuilder<T> WithReference<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResourceWithServiceDiscovery> source, string name)
        where T : IResourceWithEnvironment => builder.WithRelated(source.Resource)
            .WithEnvironment(context => builder.InjectEndpoints(context, name, source.Resource.GetEndpoints()));

    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.WithRelated(endpointReference.Resource)
            .WithEnvironment(context => builder.InjectEndpoints(context, endpointReference.Resource.Name, [endpointReference]));

    public static IResourceBuilder<T> WithReference<T>(this IResourceBuilder<T> builder, string name, Uri uri)
        where T : IResourceWithEnvironment
    {
        if (!uri.IsAbsoluteUri || uri.AbsolutePath is not "/")
        {
            throw new InvalidOperationException("The uri for service reference must be absolute and its path must be '/'.");
        }

        return builder.WithEnvironment($"services__{name}__default__0", uri.ToString());
    }

    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> parent)
        where T : IResource => builder.WithParentRelationship(parent.Resource);

    public static IResourceBuilder<T> WithParentRelationship<T>(this IResourceBuilder<T> builder, IResource parent)
        where T : IResource => builder.WithRelationship(parent, "Parent");

    public static IResourceBuilder<T> WithRelationship<T>(this IResourceBuilder<T> builder, IResource resource, string type)
        where T : IResource => builder.WithAnnotation(new ResourceRelationshipAnnotation(resource, type));

    private static IResourceBuilder<T> WithRelated<T>(this IResourceBuilder<T> builder, IResource resource)
        where T : IResource => builder.WithRelationship(resource, "Reference");

    private static bool Injects<T>(this IResourceBuilder<T> builder, ReferenceEnvironmentInjectionFlags flag)
        where T : IResource =>
        !builder.Resource.TryGetLastAnnotation<ReferenceEnvironmentInjectionAnnotation>(out var chosen) || chosen.Flags.HasFlag(flag);

    /// <summary>Service discovery keys are <c>services__{name}__{endpoint name}__0</c>, as in Aspire 13.1.</summary>
    private static void InjectEndpoints<T>(
        this IResourceBuilder<T> builder, EnvironmentCallbackContext context, string name, IEnumerable<EndpointReference> endpoints)
        where T : IResource
    {
        foreach (var endpoint in endpoints)
        {
            if (builder.Injects(ReferenceEnvironmentInjectionFlags.ServiceDiscovery))
            {
                context.EnvironmentVariables[$"services__{name}__{endpoint.EndpointName}__0"] = endpoint;
            }

            if (builder.Injects(ReferenceEnvironmentInjectionFlags.Endpoints))
            {
                context.EnvironmentVariables[$"{VariableName(name)}_{VariableName(endpoint.EndpointName)}"] = endpoint;
            }
        }
    }

    private static string VariableName(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
}
