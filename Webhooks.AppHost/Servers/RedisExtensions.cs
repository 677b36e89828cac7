using Microsoft.Extensions.DependencyInjection;
using Webhooks.AppHost.Servers.Containers;
using Webhooks.AppHost.Servers.Local;

namespace Webhooks.AppHost.Servers;

internal static class RedisExtensions
{
    /// <summary>A Redis server whose data survive restarts.</summary>
    public static IResourceBuilder<IResourceWithConnectionString> AddRedisServer(this IDistributedApplicationBuilder builder, string name) =>
        builder.RunsContainers()
            ? builder.AddRedis(name).WithDataVolume(builder.DataVolume(name)).WithPersistence()
            : builder
                .AddLocalServer(name, "redis", static server => ReferenceExpression.Create($"{server.Host}:{server.Port},password={server.Password}"))
                .WithCheck(static (checks, connection, check) => checks.AddRedis(_ => connection(), name: check));
}
