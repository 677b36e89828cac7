using Microsoft.Extensions.Options;
using Webhooks.Api.Requests;

namespace Webhooks.Api.Events;

internal static class EventsRegistration
{
    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSection(EventOptions.Section, new EventOptionsValidator());
        services.AddSingleton(static provider => new BodyShares(provider.GetRequiredService<IOptions<EventOptions>>().Value.MaxBodiesBytes));
        services.AddSingleton<EventQueries>();
        services.AddSingleton<EventDetails>();
        services.AddSingleton<EventExport>();
        services.AddSingleton<PostEvent>();
        services.AddSingleton<BulkOutcomes>();
        services.AddSingleton<EventChecks>();
        services.AddSingleton<BulkChecks>();
        services.AddSingleton<BulkItems>();
        services.AddSingleton<PostBulk>();
    }
}
