using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Client;

namespace Microsoft.Extensions.Hosting;

public static class HostedWebhooksClientExtensions
{
    private const string Section = "Webhooks:Client";

    /// <summary>
    /// Adds a <see cref="WebhooksClient"/> for the platform that the AppHost calls <paramref name="name"/>: its address comes by service
    /// discovery, everything else from the section <c>Webhooks:Client</c> (<c>ApiKey</c>, <c>Timeout</c>, <c>ConnectTimeout</c>, and
    /// <c>BaseAddress</c> where there is no AppHost).
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">As in <c>AddWebhooks(name)</c>.</param>
    /// <param name="configure">Has the last word on the options.</param>
    public static IHttpClientBuilder AddWebhooksClient(
        this IHostApplicationBuilder builder, string name, Action<WebhooksClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.Services.AddServiceDiscovery();
        return builder.Services
            .AddWebhooksClient(options =>
            {
                options.BaseAddress = new Uri($"https+http://{name}");
                builder.Configuration.GetSection(Section).Bind(options);
                configure?.Invoke(options);
            })
            .AddServiceDiscovery();
    }
}
