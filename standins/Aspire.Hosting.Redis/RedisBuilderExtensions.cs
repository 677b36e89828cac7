using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static class RedisBuilderExtensions
{
    private const string DataPath = "/data";

    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port) =>
        builder.AddRedis(name, port, null);

    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        // The connection string has no escapes.
        var secret = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var redis = new RedisResource(name, secret);
        builder.Services.AddHealthChecks().AddCheck($"{name}_check", new RedisHealthCheck(redis));
        return builder.AddResource(redis)
            .WithEndpoint(port, targetPort: 6379, scheme: "redis", name: RedisResource.PrimaryEndpointName)
            .WithAnnotation(new RedisProcess(redis))
            .WithHealthCheck($"{name}_check");
    }

    public static IResourceBuilder<RedisResource> WithDataVolume(
        this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithMount(new ContainerMountAnnotation(name, DataPath, ContainerMountType.Volume, isReadOnly));

    public static IResourceBuilder<RedisResource> WithDataBindMount(
        this IResourceBuilder<RedisResource> builder, string source, bool isReadOnly = false) =>
        builder.WithMount(new ContainerMountAnnotation(
            Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), DataPath, ContainerMountType.BindMount, isReadOnly));

    public static IResourceBuilder<RedisResource> WithPersistence(
        this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) =>
        builder.WithAnnotation(new PersistenceAnnotation(interval, keysChangedThreshold), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<RedisResource> WithHostPort(this IResourceBuilder<RedisResource> builder, int? port) =>
        builder.WithEndpoint(RedisResource.PrimaryEndpointName, endpoint => endpoint.Port = port);

    public static IResourceBuilder<RedisResource> WithPassword(
        this IResourceBuilder<RedisResource> builder, IResourceBuilder<ParameterResource>? password)
    {
        builder.Resource.PasswordParameter = password?.Resource;
        return builder;
    }

    private static IResourceBuilder<RedisResource> WithMount(this IResourceBuilder<RedisResource> builder, ContainerMountAnnotation mount)
    {
        builder.WithAnnotation(mount, ResourceAnnotationMutationBehavior.Replace);
        return mount.IsReadOnly || builder.Resource.HasAnnotationOfType<PersistenceAnnotation>() ? builder : builder.WithPersistence();
    }
}
