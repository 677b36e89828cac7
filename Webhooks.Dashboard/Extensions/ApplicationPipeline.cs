using Webhooks.Dashboard.AuditLog;
using Webhooks.Dashboard.DeadLetters;
using Webhooks.Dashboard.Endpoints;
using Webhooks.Dashboard.Events;
using Webhooks.Dashboard.EventTypes;
using Webhooks.Dashboard.Local;
using Webhooks.Dashboard.Overview;
using Webhooks.Dashboard.Replays;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;
using Webhooks.Dashboard.SignIn;
using Webhooks.Dashboard.Signatures;
using Webhooks.Dashboard.Tenants;

namespace Webhooks.Dashboard.Extensions;

internal static class ApplicationPipeline
{
    public static void UseApplicationPipeline(this WebApplication app)
    {
        app.UseCorrelationId();
        app.UseMiddleware<PageHeaders>();
        app.UseHeadAsGet();
        app.UseMiddleware<Failures>();
        app.UseStaticFiles(AssetFiles.Options);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<Admission>();
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapSignIn();
        app.MapThemes();
        app.MapLocal();
        app.MapOverview();
        app.MapTenants();
        app.MapAuditLog();
        var tenant = app.MapGroup("/tenants/{tenant}").RequireAccess(Access.Tenant);
        tenant.MapTenantOverview();
        tenant.MapEvents();
        tenant.MapDeliveries();
        tenant.MapEndpoints();
        tenant.MapDeadLetters();
        tenant.MapReplays();
        tenant.MapEventTypes();
        tenant.MapTenantKeys();
        tenant.MapSignatures();
        app.MapFallback(Missing.ShowAsync).RequireAccess(Access.Anyone);
    }
}
