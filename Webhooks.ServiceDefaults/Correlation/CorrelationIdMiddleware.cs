using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Webhooks.ServiceDefaults.Correlation;

internal sealed class CorrelationIdMiddleware(RequestDelegate next, ILogger<CorrelationIdMiddleware> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var offered = CorrelationId.Offered(context.Request.Headers);
        context.TraceIdentifier = offered ?? Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

        // When the response starts, not now: an exception handler clears the headers that were set before it.
        context.Response.OnStarting(
            static state =>
            {
                var context = (HttpContext)state;
                context.Response.Headers[CorrelationId.Header] = context.TraceIdentifier;
                return Task.CompletedTask;
            },
            context);

        // The trace id is in every log scope already.
        return offered is not null && logger.IsEnabled(LogLevel.Information) ? InvokeInScopeAsync(context, offered) : next(context);
    }

    private async Task InvokeInScopeAsync(HttpContext context, string id)
    {
        using (logger.BeginScope(new CorrelationScope(id)))
        {
            await next(context);
        }
    }
}
