namespace Webhooks.Worker.Operations;

internal static class OperationsRegistration
{
    public static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<EndpointTransitions>();
        services.AddSingleton<OperationalEvents>();
        services.AddHosted<EndpointWatch>();
    }
}
