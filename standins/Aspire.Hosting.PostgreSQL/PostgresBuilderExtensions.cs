using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static class PostgresBuilderExtensions
{
    private const string DataPath = "/var/lib/postgresql/data";

    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        var secret = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password");
        var server = new PostgresServerResource(name, userName?.Resource, secret);
        builder.Services.AddHealthChecks().AddCheck($"{name}_check", new PostgresHealthCheck(server, "postgres"));
        return builder.AddResource(server)
            .WithEndpoint(port, targetPort: 5432, name: PostgresServerResource.PrimaryEndpointName)
            .WithAnnotation(new PostgresProcess(server))
            .WithHealthCheck($"{name}_check")
            .OnResourceReady((resource, _, token) => PostgresDatabases.CreateAsync(resource, token));
    }

    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        var application = builder.ApplicationBuilder;
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.AddDatabase(database);
        application.Services.AddHealthChecks().AddCheck($"{name}_check", new PostgresHealthCheck(builder.Resource, database.DatabaseName));
        return application.AddResource(database).WithHealthCheck($"{name}_check");
    }

    /// <summary>Replaces the default <c>CREATE DATABASE</c>; runs only when the database does not exist.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> WithCreationScript(
        this IResourceBuilder<PostgresDatabaseResource> builder, string script) =>
        builder.WithAnnotation(new PostgresCreationScriptAnnotation(script), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder, string? name = null, bool isReadOnly = false) => builder.WithAnnotation(
            new ContainerMountAnnotation(name, DataPath, ContainerMountType.Volume, isReadOnly), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(
        this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false) => builder.WithAnnotation(
            new ContainerMountAnnotation(
                Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), DataPath, ContainerMountType.BindMount, isReadOnly),
            ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<PostgresServerResource> WithHostPort(this IResourceBuilder<PostgresServerResource> builder, int? port) =>
        builder.WithEndpoint(PostgresServerResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    public static IResourceBuilder<PostgresServerResource> WithPassword(
        this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> password)
    {
        builder.Resource.PasswordParameter = password.Resource;
        return builder;
    }

    public static IResourceBuilder<PostgresServerResource> WithUserName(
        this IResourceBuilder<PostgresServerResource> builder, IResourceBuilder<ParameterResource> userName)
    {
        builder.Resource.UserNameParameter = userName.Resource;
        return builder;
    }
}
