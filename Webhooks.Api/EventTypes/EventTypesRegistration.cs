using Webhooks.Api.Shares;

namespace Webhooks.Api.EventTypes;

internal static class EventTypesRegistration
{
    public static void AddEventTypes(this IServiceCollection services)
    {
        services.AddMemoryCache(static cache => cache.SizeLimit = ParsedSchemas.CacheBytes);
        services.AddSingleton<EventTypeStore>();
        services.AddSingleton<ParsedSchemas>();
        services.AddSingleton<EventSchemas>();
        services.AddSingleton<CostlyTurns>();
        services.AddSingleton<CheckingShares>();
    }
}
