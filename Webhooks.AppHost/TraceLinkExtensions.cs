using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.AppHost;

internal static class TraceLinkExtensions
{
    private const string AspireDashboard = "aspire-dashboard";
    private static readonly string[] Schemes = ["https", "http"];

    /// <summary>Lets the page of an event lead to its trace on Aspire's dashboard, where that is shown.</summary>
    public static IResourceBuilder<ProjectResource> WithTraceLinks(this IResourceBuilder<ProjectResource> service) =>
        service.WithEnvironment(static async context =>
        {
            var model = context.ExecutionContext.Services.GetRequiredService<DistributedApplicationModel>();
            if (model.Resources.OfType<IResourceWithEndpoints>().FirstOrDefault(static resource => resource.Name == AspireDashboard) is { } dashboard
                && Array.Find(Schemes, scheme => dashboard.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.Name == scheme)) is { } name)
            {
                var address = await new EndpointReference(dashboard, name).GetValueAsync(context.CancellationToken);
                context.EnvironmentVariables["Dashboard__TraceUrl"] = $"{address}/traces/detail/{{id}}";
            }
        });
}
