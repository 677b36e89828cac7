namespace Webhooks.Api.Events;

internal static class EventsRegistration
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSection(EventOptions.Section, new EventOptionsValidator());
        services.AddSingleton<EventQueries>();
        services.AddSingleton<EventDetails>();
        services.AddSingleton<EventExport>();
        services.AddSingleton<PostEvent>();
        services.AddSingleton<BulkItems>();
        services.AddSingleton<PostBulk>();
    }
}
