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

    /// <summary>What every answer has.</summary>
    public static void UseEntrance(IApplicationBuilder app)
    {
        app.UseCorrelationId();
        app.UseSecurityHeaders();
        app.UseRouteProblems("The routes are listed at /openapi/v1.json and /docs.");
    }
}
