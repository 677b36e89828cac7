using Webhooks.Api.Access;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Extensions;

internal static class ApplicationPipeline
{
    public static void UseApplicationPipeline(this WebApplication app)
    {
        app.UseCorrelationId();
        app.UseExceptionHandler();
        app.UseStatusCodePages(StatusProblems.WriteAsync);
        app.UseLenientContentType();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<ApiKeyMiddleware>();
    }
}
