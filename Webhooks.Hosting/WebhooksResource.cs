namespace Aspire.Hosting.ApplicationModel;

/// <summary>The platform in an application's model: its API, by whose name others find it. The workers are a resource of their own beneath it.</summary>
public sealed class WebhooksResource : ContainerResource, IResourceWithServiceDiscovery
{
    internal const string HttpEndpoint = "http";

    internal WebhooksResource(string name, ParameterResource adminKey)
        : base(name) => AdminKey = adminKey;

    /// <summary>An administrator's API key: generated unless the parameter has a value.</summary>
    public ParameterResource AdminKey { get; }

    /// <summary>Where the API listens.</summary>
    public EndpointReference Endpoint => new(this, HttpEndpoint);

    internal WebhooksWorkerResource Worker { get; set; } = null!;

    internal WebhooksDashboardResource? Dashboard { get; set; }
}
