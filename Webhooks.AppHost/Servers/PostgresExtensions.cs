using Microsoft.Extensions.DependencyInjection;
using Webhooks.AppHost.Servers.Containers;
using Webhooks.AppHost.Servers.Local;

namespace Webhooks.AppHost.Servers;

internal static class PostgresExtensions
{
    private const string User = "postgres";

    /// <summary>A PostgreSQL server <paramref name="name"/> with one database, whose data survive restarts.</summary>
    /// <returns>The database: its name is the connection's name.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddPostgresDatabase(
        this IDistributedApplicationBuilder builder, string name, string database) =>
        builder.RunsContainers()
            ? builder.AddPostgres(name).WithDataVolume(builder.DataVolume(name)).AddDatabase(database)
            : builder.AddLocalPostgres(name, database);

    private static IResourceBuilder<LocalDatabaseResource> AddLocalPostgres(
        this IDistributedApplicationBuilder builder, string name, string database)
    {
        var server = builder
            .AddLocalServer(name, "postgres", static server => ReferenceExpression.Create(
                $"Host={server.Host};Port={server.Port};Username={User};Password={server.Password}"))
            .WithEnvironment("POSTGRES_USER", User)
            .WithEnvironment("POSTGRES_DB", database);
        var resource = builder.AddResource(new LocalDatabaseResource(database, server.Resource));

        // The server creates it before it listens, and is healthy when it answers there.
        server.OnResourceReady((_, ready, _) => ready.Services.GetRequiredService<ResourceNotificationService>()
            .PublishUpdateAsync(resource.Resource, static state => state with { State = KnownResourceStates.Running }));
        server.WithCheck((checks, connection, check) => checks.AddNpgSql(_ => $"{connection()};Database={database}", name: check));
        return resource;
    }
}
