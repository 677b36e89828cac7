using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Events;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Events;

namespace Webhooks.Api.Apis;

internal static class PayloadChecksApi
{
    private const string Text =
        "The body is the payload, a JSON object as large and as deep as an event may be. The answer says what the schema of the type, as it is stored now, would refuse of "
        + "it. Nothing is stored or sent, and it counts as an event against the rate limit.";

    public static void MapPayloadChecks(this RouteGroupBuilder types) =>
        types.MapPost("/{name}/validate", ValidateAsync)
            .WithMetadata(new BodyDescription("Check a payload against the schema of an event type", Text, new JsonObject { ["amount"] = 5 }), NotAudited.Instance)
            .ProducesProblems(400, 404, 413, 415, 429);

    private static async Task<Results<Ok<PayloadCheck>, ProblemHttpResult>> ValidateAsync(
        string name, HttpContext context, CallingTenant tenant, [AsParameters] PayloadCheckServices services, CancellationToken cancellationToken)
    {
        if (context.Request.ContentType != JsonContentType.Json)
        {
            return ProblemTypes.UnsupportedMediaType.With($"A payload is a JSON object. Send it with Content-Type: application/json, not {context.Request.ContentType}.");
        }

        if (services.Rate.Refuse(context, 1) is { } tooFast)
        {
            return tooFast;
        }

        var most = services.Limits.Value.MaxBodyBytes;
        if (await RequestBody.ReadAsync(context.Request, most, cancellationToken) is not { } body)
        {
            return ProblemTypes.TooLarge.With($"A payload may have {most} bytes at most, as an event.");
        }

        if (PayloadInspector.PayloadFault(body) is { } fault)
        {
            return ProblemTypes.InvalidBody.With(fault);
        }

        return await services.Schemas.TryAsync(tenant.Id, name, body, context) is { } errors
            ? TypedResults.Ok(new PayloadCheck(errors.Count == 0, errors))
            : EventTypesApi.NotFound(name);
    }
}
