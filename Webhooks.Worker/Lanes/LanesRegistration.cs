namespace Webhooks.Worker.Lanes;

internal static class LanesRegistration
{
    public static void AddLanes(this IServiceCollection services)
    {
        services.AddSingleton<LaneScheduler>();
        services.AddSingleton<LaneEntrance>();
        services.AddHostedService<LaneUpkeep>();
    }
}
