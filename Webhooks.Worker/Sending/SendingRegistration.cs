namespace Webhooks.Worker.Sending;

internal static class SendingRegistration
{
    public static void AddSending(this IServiceCollection services)
    {
        services.AddSingleton<EndpointKeys>();
        services.AddSingleton<OwnFaults>();
        services.AddHealthChecks().AddCheck<OwnFaultsCheck>("sending");
        services.AddSingleton<EndpointTerms>();
        services.AddSingleton<WebhookRequest>();
        services.AddSingleton<TenantConnections>();
        services.AddSingleton<ResponseSnippet>();
        services.AddSingleton<AttemptLog>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<DeliverySender>();
    }
}
