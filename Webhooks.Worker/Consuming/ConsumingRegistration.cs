namespace Webhooks.Worker.Consuming;

internal static class ConsumingRegistration
{
    public static void AddConsuming(this IServiceCollection services)
    {
        services.AddSingleton<RowCheck>();
        services.AddSingleton<EndpointLookup>();
        services.AddSingleton<Dispatch>();
        services.AddSingleton<Intake>();
        services.AddHosted<Consumers>();
        services.AddHealthChecks().AddCheck<ConsumingHealthCheck>("consuming");
    }
}
