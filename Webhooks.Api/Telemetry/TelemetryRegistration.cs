namespace Webhooks.Api.Telemetry;

internal static class TelemetryRegistration
{
    public static void AddTelemetry(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<ConfigurationCheck>("configuration")
            .AddCheck<DeadLettersCheck>("dead_letters")
            .AddCheck<OutboxCheck>("outbox")
            .AddCheck<CircuitsCheck>("circuit_breakers")
            .AddCheck<WorkersCheck>("workers");
        services.AddSingleton<QueueSample>();
        services.AddSingleton<ApiInstruments>();
        services.AddHostedService<QueueSampler>();
    }
}
