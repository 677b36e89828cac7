using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace Webhooks.Api.Problems;

/// <summary>Turns what went wrong into a problem: the caller's mistakes into 4xx, what passes into 503 with Retry-After.</summary>
internal sealed partial class ProblemExceptionHandler(ILogger<ProblemExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var (type, detail) = Explain(exception);
        switch (type.Status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                LogUnavailable(logger, httpContext.Request.Method, httpContext.Request.Path, exception.Message);
                break;
            case StatusCodes.Status500InternalServerError:
                LogFailed(logger, exception, httpContext.Request.Method, httpContext.Request.Path);
                break;
        }

        await type.WriteAsync(httpContext, detail);
        return true;
    }

    private static (ProblemType Type, string Detail) Explain(Exception exception) => exception switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            (ProblemTypes.TooLarge, "The body is larger than this route accepts."),
        BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType } =>
            (ProblemTypes.UnsupportedMediaType, "Send the body with Content-Type: application/json."),
        BadHttpRequestException { InnerException: JsonException json } => (ProblemTypes.InvalidBody, Explain(json)),
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } when exception.GetType() == typeof(BadHttpRequestException) =>
            (ProblemTypes.InvalidBody, "This route needs a JSON object as its body."),
        BadHttpRequestException bad => (ProblemTypes.InvalidRequest with { Status = bad.StatusCode }, bad.Message),

        IOException => (ProblemTypes.InvalidBody, "The body could not be read to its end."),

        // Class 22 is a data exception: a value that Postgres cannot hold, such as U+0000 in a text.
        PostgresException { SqlState: ['2', '2', ..] } =>
            (ProblemTypes.InvalidRequest, "A value of the request contains characters that cannot be stored, such as U+0000."),
        PostgresException postgres when !Passes(postgres) => (ProblemTypes.Unexpected, "The request failed on the server's side."),
        NpgsqlException or TimeoutException => (ProblemTypes.Unavailable, ProblemTypes.DatabaseAway),
        _ => (ProblemTypes.Unexpected, "The request failed on the server's side."),
    };

    private static string Explain(JsonException json) =>
        json.Path is { Length: > 1 } path
            ? $"The body does not fit at {path[2..]} (line {json.LineNumber + 1})."
            : "The body is not a JSON object of the form that this route takes.";

    /// <summary>Lost connections, shutdown, exhausted resources, timeouts, serialization, and tables that are about to be created.</summary>
    private static bool Passes(PostgresException error) =>
        error.IsTransient || error.SqlState[..2] is "08" or "40" or "53" or "55" or "57" or "58" || error.SqlState is PostgresErrorCodes.UndefinedTable;

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was answered with 503: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string method, string path, string reason);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception error, string method, string path);
}
