using Microsoft.AspNetCore.Diagnostics;

namespace Webhooks.Api.Problems;

/// <summary>Turns what went wrong into a problem, and logs once what is not the caller's mistake.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (type, detail) = Faults.Explain(exception, httpContext);

        // The route and not the path, in which a caller writes what it likes.
        var route = httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern }
            ? $"{httpContext.Request.Method} {pattern}"
            : "A request without a route";
        switch (type.Status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                LogUnavailable(logger, route, httpContext.GetCorrelationId(), exception.Message);
                break;
            case StatusCodes.Status500InternalServerError:
                LogFailed(logger, exception, route, httpContext.GetCorrelationId());
                break;
        }

        await type.WriteAsync(httpContext, detail);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Route} was answered with 503 ({CorrelationId}): {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string route, string correlationId, string reason);

    [LoggerMessage(LogLevel.Error, "{Route} failed ({CorrelationId})")]
    private static partial void LogFailed(ILogger logger, Exception error, string route, string correlationId);
}
