namespace Webhooks.Worker.Fleet;

internal static class FleetRegistration
{
    public static void AddFleet(this IServiceCollection services)
    {
        services.AddHosted<WorkerRoster>();
        services.AddSingleton<Lease>();
    }
}
