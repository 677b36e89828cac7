using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds the webhook platform to an application's model.</summary>
public static class WebhooksHostingExtensions
{
    private const int Port = 8080;
    private const string ApiImage = "webhooks-api";
    private const string WorkerImage = "webhooks-worker";
    private const string MasterKeyId = "k1";

    internal static readonly string Tag = typeof(WebhooksHostingExtensions).Assembly.GetName().Version!.ToString(3);

    /// <summary>
    /// The platform under a name: an API, and a worker <c>{name}-worker</c>, from the images of this package's version. It needs a
    /// PostgreSQL database and a NATS server with JetStream, by <c>WithReference</c>. Two secrets are made once and kept in the AppHost's
    /// user secrets: <c>{name}-master-key</c>, which endpoint secrets are encrypted with, and <c>{name}-admin-key</c>.
    /// </summary>
    public static IResourceBuilder<WebhooksResource> AddWebhooks(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);

        // 43 letters and digits with one padding sign are the base64 of 32 bytes.
        var masterKey = builder.AddParameter($"{name}-master-key", Generated(43), secret: true, persist: true);
        var adminKey = builder.AddParameter($"{name}-admin-key", Generated(32), secret: true, persist: true);

        var resource = new WebhooksResource(name, adminKey.Resource);
        resource.Worker = new WebhooksWorkerResource($"{name}-worker");
        var api = builder.AddResource(resource)
            .WithImage(ApiImage, Tag)
            .WithHttpEndpoint(port, Port, WebhooksResource.HttpEndpoint)
            .WithHttpHealthCheck("/health", endpointName: WebhooksResource.HttpEndpoint)
            .WithEnvironment("Api__AdminKey", adminKey)
            .WithMasterKey(masterKey);
        builder.AddResource(resource.Worker)
            .WithImage(WorkerImage, Tag)
            .WithHttpEndpoint(targetPort: Port, name: WebhooksResource.HttpEndpoint)
            .WithHttpHealthCheck("/health", endpointName: WebhooksResource.HttpEndpoint)
            .WithMasterKey(masterKey)
            .WithRelationship(resource, "Parent")
            .WaitFor(api);
        return api;
    }

    /// <summary>A PostgreSQL database or a NATS server; its connection string tells which.</summary>
    /// <exception cref="DistributedApplicationException">It does not tell, as with <c>AddConnectionString</c>: <see cref="WithDatabase"/> or <see cref="WithNats"/> says it.</exception>
    public static IResourceBuilder<WebhooksResource> WithReference(
        this IResourceBuilder<WebhooksResource> builder, IResourceBuilder<IResourceWithConnectionString> source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        var format = source.Resource.ConnectionStringExpression.ValueExpression;
        return format.StartsWith("nats://", StringComparison.OrdinalIgnoreCase) || format.StartsWith("tls://", StringComparison.OrdinalIgnoreCase) ? builder.WithNats(source)
            : format.Contains("Host=", StringComparison.OrdinalIgnoreCase) || format.Contains("Database=", StringComparison.OrdinalIgnoreCase) ? builder.WithDatabase(source)
            : throw new DistributedApplicationException(
                $"The connection string of '{source.Resource.Name}' does not tell whether it is the database or NATS: say WithDatabase or WithNats.");
    }

    /// <summary>Where the platform keeps everything: a PostgreSQL database of its own.</summary>
    public static IResourceBuilder<WebhooksResource> WithDatabase(
        this IResourceBuilder<WebhooksResource> builder, IResourceBuilder<IResourceWithConnectionString> database) => builder.Connect("webhooksdb", database);

    /// <summary>What deliveries travel through: a NATS server with JetStream.</summary>
    public static IResourceBuilder<WebhooksResource> WithNats(
        this IResourceBuilder<WebhooksResource> builder, IResourceBuilder<IResourceWithConnectionString> nats) => builder.Connect("nats", nats);

    /// <summary>Where the images are, such as <c>registry.example.com</c>; without it they are the container engine's own.</summary>
    public static IResourceBuilder<WebhooksResource> WithRegistry(this IResourceBuilder<WebhooksResource> builder, string registry)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Worker().WithImageRegistry(registry);
        if (builder.Resource.Dashboard is { } dashboard)
        {
            builder.ApplicationBuilder.CreateResourceBuilder(dashboard).WithImageRegistry(registry);
        }

        return builder.WithImageRegistry(registry);
    }

    /// <summary>A setting of API and workers, as docs/configuration.md names it, with <c>__</c> for <c>:</c>.</summary>
    public static IResourceBuilder<WebhooksResource> WithSetting(this IResourceBuilder<WebhooksResource> builder, string name, string value)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Worker().WithEnvironment(name, value);
        return builder.WithEnvironment(name, value);
    }

    /// <summary>
    /// Lets a service find the platform (<c>builder.AddWebhooksClient(name)</c>) and act as its administrator. A service that sends for
    /// one tenant only takes <c>WithReference</c> and a key of that tenant's as <c>Webhooks__Client__ApiKey</c>.
    /// </summary>
    public static IResourceBuilder<T> WithWebhooksAdministration<T>(this IResourceBuilder<T> service, IResourceBuilder<WebhooksResource> webhooks)
        where T : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(webhooks);
        return service
            .WithReference((IResourceBuilder<IResourceWithServiceDiscovery>)webhooks)
            .WithEnvironment("Webhooks__Client__ApiKey", ReferenceExpression.Create($"{webhooks.Resource.AdminKey}"));
    }

    private static IResourceBuilder<WebhooksResource> Connect(
        this IResourceBuilder<WebhooksResource> builder, string connection, IResourceBuilder<IResourceWithConnectionString> source)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(source);
        builder.Worker().WithEnvironment($"ConnectionStrings__{connection}", source).WaitFor(source);
        return builder.WithEnvironment($"ConnectionStrings__{connection}", source).WaitFor(source);
    }

    private static IResourceBuilder<WebhooksWorkerResource> Worker(this IResourceBuilder<WebhooksResource> builder) =>
        builder.ApplicationBuilder.CreateResourceBuilder(builder.Resource.Worker);

    private static IResourceBuilder<T> WithMasterKey<T>(this IResourceBuilder<T> service, IResourceBuilder<ParameterResource> key)
        where T : IResourceWithEnvironment => service
            .WithEnvironment("Security__MasterKeys__0__Id", MasterKeyId)
            .WithEnvironment("Security__MasterKeys__0__Key", ReferenceExpression.Create($"{key}="));

    private static GenerateParameterDefault Generated(int length) => new() { MinLength = length, Special = false };
}
