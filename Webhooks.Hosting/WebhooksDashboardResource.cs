namespace Aspire.Hosting.ApplicationModel;

/// <summary>The page for operators and tenants of a <see cref="WebhooksResource"/>.</summary>
public sealed class WebhooksDashboardResource : ContainerResource
{
    internal WebhooksDashboardResource(string name)
        : base(name)
    {
    }
}
