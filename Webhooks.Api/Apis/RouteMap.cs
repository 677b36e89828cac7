using Webhooks.Api.AuditLog;
using Webhooks.Api.Compat;
using Webhooks.Api.Requests;

namespace Webhooks.Api.Apis;

/// <summary>Every route of the API, under /v1 and, for clients of other platforms' habits, under /api/v1.</summary>
internal static class RouteMap
{
    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("");
        ((IEndpointConventionBuilder)api).Finally(static route =>
        {
            route.Metadata.Add(RequestForm.Of(route));
            if (AuditedOperation.Of(route) is { } audited)
            {
                route.Metadata.Add(audited);
            }
        });
        api.MapGroup("/v1").MapVersion1();
        api.MapGroup("/api/v1").MapVersion1().ExcludeFromDescription();
        api.MapGroup("").MapStatuses();
    }

    private static RouteGroupBuilder MapVersion1(this RouteGroupBuilder v1)
    {
        v1.MapGroup("/events").MapEvents();
        v1.MapGroup("/tenants").MapTenants();
        v1.MapGroup("/admin/keys").MapAdminKeys();
        v1.MapGroup("/webhooks").MapWebhooks();
        v1.MapGroup("/event-types").MapEventTypes();
        v1.MapGroup("/deliveries").MapDeliveries();
        v1.MapGroup("/dlq").MapDeadLetters();
        v1.MapGroup("/replays").MapReplays();
        v1.MapGroup("/stats").MapStatistics();
        v1.MapGroup("/audit").MapAudit();
        v1.MapGroup("/audit-log").MapAuditLog();
        v1.MapGroup("/portal-sessions").MapPortalSessions();
        return v1;
    }
}
