using Aspire.Hosting.Local.Launching;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Tests.Support;

public static class TestApplication
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>A model without an AppHost project: temporary data, random ports, nothing on the console.</summary>
    public static IDistributedApplicationTestingBuilder CreateBuilder(params string[] args) => DistributedApplicationTestingBuilder.Create(args);

    public static IResourceBuilder<ProjectResource> AddSampleService(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddProject<Projects.Sample_Service>(name).WithHttpEndpoint().WithHttpHealthCheck("/health");

    /// <summary>Gives every endpoint a port without starting anything: 7001, 7002 and so on in the order of the model.</summary>
    public static void AllocatePorts(this DistributedApplication app)
    {
        var port = 7000;
        foreach (var endpoint in app.Model().Resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()))
        {
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, "localhost", ++port);
        }
    }

    public static DistributedApplicationModel Model(this DistributedApplication app) => app.Services.GetRequiredService<DistributedApplicationModel>();

    public static async Task<IReadOnlyDictionary<string, string>> VariablesOfAsync(this DistributedApplication app, IResource resource)
    {
        var ports = resource.Annotations.OfType<EndpointAnnotation>().ToDictionary(e => e.Name, e => e.AllocatedEndpoint!.Port, StringComparer.Ordinal);
        var instance = new LaunchInstance(resource, resource.Name, ports);
        return await app.Services.GetRequiredService<LaunchPlanner>().VariablesAsync(instance, CancellationToken.None);
    }

    public static Task<ResourceEvent> HealthyAsync(this DistributedApplication app, string name) =>
        app.ResourceNotifications.WaitForResourceHealthyAsync(name).WaitAsync(Limit);

    public static Task<string> StateAsync(this DistributedApplication app, string name, params string[] states) =>
        app.ResourceNotifications.WaitForResourceAsync(name, states).WaitAsync(Limit);
}
