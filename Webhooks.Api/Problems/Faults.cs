using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using Npgsql;
using Webhooks.Api.Ingest;
using Webhooks.Core.Endpoints;

namespace Webhooks.Api.Problems;

/// <summary>Tells the kind of problem that an exception stands for: the caller's mistakes are 4xx, what passes is 503, everything else 500.</summary>
internal static class Faults
{
    public static (ProblemType Type, string Detail) Explain(Exception exception, HttpContext context) => exception switch
    {
        ProblemException problem => (problem.Type, problem.Message),
        BadHttpRequestException bad => Explain(bad, context),
        IOException => (ProblemTypes.InvalidBody, "The body could not be read to its end."),
        NotStoredException { InnerException: { } cause } => Explain(cause, context) is { Type.Status: StatusCodes.Status503ServiceUnavailable } away
            ? (away.Type, ProblemTypes.DatabaseAway)
            : Explain(cause, context),

        PostgresException { ConstraintName: EndpointStore.PerTenant } =>
            (ProblemTypes.Conflict, "A tenant may have 500 endpoints at most, those of tests included. Delete one that is not needed."),
        PostgresException { ConstraintName: EndpointStore.PerUrl } =>
            (ProblemTypes.Conflict, "Three endpoints of the tenant have this URL already, and no more may. Change one of them, or delete one."),

        // Class 22 is a data exception: a value that Postgres cannot hold, such as U+0000 in a text.
        PostgresException { SqlState: ['2', '2', ..] } =>
            (ProblemTypes.InvalidRequest, "A value of the request contains characters that cannot be stored, such as U+0000."),
        PostgresException postgres when !Passes(postgres) => (ProblemTypes.Unexpected, RequestProblems.ServersSide),
        NpgsqlException or TimeoutException => (
            ProblemTypes.Unavailable, HttpMethods.IsGet(context.Request.Method) ? ProblemTypes.CannotRead : ProblemTypes.MayBeStored),
        _ => (ProblemTypes.Unexpected, RequestProblems.ServersSide),
    };

    private static (ProblemType Type, string Detail) Explain(BadHttpRequestException bad, HttpContext context) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => (ProblemTypes.TooLarge, "The body is larger than this route accepts."),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => (ProblemTypes.UnsupportedMediaType, "Send the body with Content-Type: application/json."),
        { StatusCode: StatusCodes.Status408RequestTimeout } => (
            ProblemTypes.InvalidRequest with { Status = bad.StatusCode },
            "The body came too slowly: nothing was done, and the connection is closed. Send the request again, and its body without pauses."),
        { InnerException: JsonException fault } => (ProblemTypes.InvalidBody, Explain(fault, context)),
        { StatusCode: StatusCodes.Status400BadRequest } when bad.GetType() == typeof(BadHttpRequestException) =>
            (ProblemTypes.InvalidBody, "This route needs a JSON object as its body."),
        _ => (ProblemTypes.InvalidRequest with { Status = bad.StatusCode }, ServerReasons.Explain(bad)),
    };

    // A body that the framework has bound by itself.
    private static string Explain(JsonException fault, HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>()?.Endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
        && context.RequestServices.GetRequiredService<JsonSerializerContext>().GetTypeInfo(type) is { } form
            ? BodyFault.Explain(fault, form)
            : "The body is not a JSON object of the form that this route takes.";

    /// <summary>Lost connections, shutdown, exhausted resources, timeouts, serialization, and tables that are about to be created.</summary>
    private static bool Passes(PostgresException error) =>
        error.IsTransient || error.SqlState[..2] is "08" or "40" or "53" or "55" or "57" or "58" || error.SqlState is PostgresErrorCodes.UndefinedTable;
}
