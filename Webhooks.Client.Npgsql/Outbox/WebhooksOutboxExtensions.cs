using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Webhooks.Client.Outbox;

namespace Microsoft.Extensions.DependencyInjection;

public static class WebhooksOutboxExtensions
{
    /// <summary>
    /// Adds a <see cref="WebhooksOutbox"/>, and the relay that sends what is in it. Both use the application's <c>NpgsqlDataSource</c>; the relay
    /// also its <c>WebhooksClient</c>, whose key is the tenant's that the events are of.
    /// </summary>
    public static IServiceCollection AddWebhooksOutbox(this IServiceCollection services, Action<WebhooksOutboxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<WebhooksOutboxOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhooksOutboxOptions>, WebhooksOutboxOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WebhooksOutbox>();
        services.TryAddSingleton<OutboxTable>();
        services.AddHostedService<OutboxRelay>();
        return services;
    }
}
