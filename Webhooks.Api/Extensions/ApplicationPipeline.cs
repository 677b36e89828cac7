using Webhooks.Api.Access;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;

namespace Webhooks.Api.Extensions;

internal static class ApplicationPipeline
{
    public static void UseApplicationPipeline(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseRequestLimits();
        app.UseHttpRules();
        app.UseHeadAsGet();
        app.UseJsonContentType();
        app.UseCompressedBodies();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<AuditLogMiddleware>();
        app.UseMiddleware<ApiKeyMiddleware>();
        app.UseMiddleware<RequestRules>();
    }

    /// <summary>What stands before the filter of host names too, which the server puts before everything else.</summary>
    internal sealed class Entrance : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.UseCorrelationId();
            app.UseSecurityHeaders();
            app.UseRouteProblems("The routes are listed at /openapi/v1.json and /docs.");
            next(app);
        };
    }
}
