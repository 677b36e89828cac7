using Microsoft.AspNetCore.Diagnostics;

namespace Webhooks.Api.Problems;

/// <summary>Turns what went wrong into a problem, and logs once what is not the caller's mistake.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (type, detail) = Faults.Explain(exception, httpContext);
        switch (type.Status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                LogUnavailable(logger, httpContext.Request.Method, httpContext.Request.Path, httpContext.GetCorrelationId(), exception.Message);
                break;
            case StatusCodes.Status500InternalServerError:
                LogFailed(logger, exception, httpContext.Request.Method, httpContext.Request.Path, httpContext.GetCorrelationId());
                break;
        }

        await type.WriteAsync(httpContext, detail);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was answered with 503 ({CorrelationId}): {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string method, string path, string correlationId, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed ({CorrelationId})")]
    private static partial void LogFailed(ILogger logger, Exception error, string method, string path, string correlationId);
}
