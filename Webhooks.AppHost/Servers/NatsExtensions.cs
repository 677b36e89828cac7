using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Webhooks.AppHost.Servers.Containers;
using Webhooks.AppHost.Servers.Local;

namespace Webhooks.AppHost.Servers;

internal static class NatsExtensions
{
    /// <summary>A NATS server with JetStream, whose streams survive restarts.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddNatsServer(this IDistributedApplicationBuilder builder, string name) =>
        builder.RunsContainers()
            ? builder.AddNatsContainer(name).WithNatsCheck()
            : builder.AddLocalServer(name, "nats", static server => ReferenceExpression.Create(
                $"nats://{NatsContainerResource.User}:{server.Password:uri}@{server.Host}:{server.Port}")).WithNatsCheck();

    private static IResourceBuilder<T> WithNatsCheck<T>(this IResourceBuilder<T> server)
        where T : IResourceWithConnectionString
    {
        var check = $"{server.Resource.Name}_check";
        server.ApplicationBuilder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            check, _ => new NatsHealthCheck(server.Resource), HealthStatus.Unhealthy, tags: null));
        return server.WithHealthCheck(check);
    }
}
