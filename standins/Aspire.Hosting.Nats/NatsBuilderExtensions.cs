using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Nats;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

public static class NatsBuilderExtensions
{
    private const string DataPath = "/var/lib/nats";

    public static IResourceBuilder<NatsServerResource> AddNats(this IDistributedApplicationBuilder builder, string name, int? port) =>
        builder.AddNats(name, port, null, null);

    public static IResourceBuilder<NatsServerResource> AddNats(
        this IDistributedApplicationBuilder builder,
        string name,
        int? port = null,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null)
    {
        // Clients read the password from a URL, and not all of them unescape it.
        var secret = password?.Resource
            ?? ParameterResourceBuilderExtensions.CreateDefaultPasswordParameter(builder, $"{name}-password", special: false);
        var nats = new NatsServerResource(name, userName?.Resource, secret);
        builder.Services.AddHealthChecks().AddCheck($"{name}_check", new NatsHealthCheck(nats));
        return builder.AddResource(nats)
            .WithEndpoint(port, targetPort: 4222, name: NatsServerResource.PrimaryEndpointName)
            .WithAnnotation(new NatsProcess(nats))
            .WithHealthCheck($"{name}_check");
    }

    public static IResourceBuilder<NatsServerResource> WithJetStream(this IResourceBuilder<NatsServerResource> builder) =>
        builder.WithAnnotation(new JetStreamAnnotation(), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<NatsServerResource> WithDataVolume(
        this IResourceBuilder<NatsServerResource> builder, string? name = null, bool isReadOnly = false) => builder.WithAnnotation(
            new ContainerMountAnnotation(name, DataPath, ContainerMountType.Volume, isReadOnly), ResourceAnnotationMutationBehavior.Replace);

    public static IResourceBuilder<NatsServerResource> WithDataBindMount(
        this IResourceBuilder<NatsServerResource> builder, string source, bool isReadOnly = false) => builder.WithAnnotation(
            new ContainerMountAnnotation(
                Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), DataPath, ContainerMountType.BindMount, isReadOnly),
            ResourceAnnotationMutationBehavior.Replace);
}
