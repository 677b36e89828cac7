namespace Webhooks.Api.Deliveries;

internal static class DeliveriesRegistration
{
    public static void AddDeliveryQueries(this IServiceCollection services)
    {
        services.AddSingleton<DeliveryQueries>();
        services.AddSingleton<Retries>();
        services.AddSingleton<Withdrawing>();
    }
}
