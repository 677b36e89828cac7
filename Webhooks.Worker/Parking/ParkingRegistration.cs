namespace Webhooks.Worker.Parking;

internal static class ParkingRegistration
{
    public static void AddParking(this IServiceCollection services)
    {
        services.AddSingleton<Parker>();
        services.AddHostedService<ParkedScheduler>();
    }
}
