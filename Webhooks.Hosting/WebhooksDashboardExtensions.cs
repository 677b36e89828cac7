using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds the platform's page to an application's model.</summary>
public static class WebhooksDashboardExtensions
{
    private const int Port = 8080;
    private const string Image = "webhooks-dashboard";

    /// <summary>
    /// The page for operators and tenants, as <c>{name}-dashboard</c>; the API makes its links into tenants' pages lead there. Sessions are
    /// encrypted with a secret that is made once, <c>{name}-session-key</c>. Browsers keep a session by https only, but for localhost.
    /// </summary>
    public static IResourceBuilder<WebhooksResource> WithDashboard(this IResourceBuilder<WebhooksResource> builder, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (application, webhooks) = (builder.ApplicationBuilder, builder.Resource);

        // 43 letters and digits with one padding sign are the base64 of 32 bytes.
        var sessionKey = application.AddParameter(
            $"{webhooks.Name}-session-key", new GenerateParameterDefault { MinLength = 43, Special = false }, secret: true, persist: true);
        webhooks.Dashboard = new WebhooksDashboardResource($"{webhooks.Name}-dashboard");
        var dashboard = application.AddResource(webhooks.Dashboard)
            .WithImage(Image, WebhooksHostingExtensions.Tag)
            .WithHttpEndpoint(port, Port, WebhooksResource.HttpEndpoint)
            .WithExternalHttpEndpoints()
            .WithHttpHealthCheck("/health", endpointName: WebhooksResource.HttpEndpoint)
            .WithEnvironment("services__api__http__0", webhooks.Endpoint)
            .WithEnvironment("Dashboard__SessionKey", ReferenceExpression.Create($"{sessionKey}="))
            .WithRelationship(webhooks, "Parent")
            .WaitFor(builder);
        if (webhooks.TryGetLastAnnotation<ContainerImageAnnotation>(out var image) && image.Registry is { } registry)
        {
            dashboard.WithImageRegistry(registry);
        }

        // As a browser has it, whatever network the API is in.
        return builder.WithEnvironment("Portal__BaseUrl", dashboard.GetEndpoint(WebhooksResource.HttpEndpoint, KnownNetworkIdentifiers.LocalhostNetwork));
    }
}
