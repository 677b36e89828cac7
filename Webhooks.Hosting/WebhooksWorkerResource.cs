namespace Aspire.Hosting.ApplicationModel;

/// <summary>The workers that deliver for a <see cref="WebhooksResource"/>.</summary>
public sealed class WebhooksWorkerResource : ContainerResource
{
    internal WebhooksWorkerResource(string name)
        : base(name)
    {
    }
}
