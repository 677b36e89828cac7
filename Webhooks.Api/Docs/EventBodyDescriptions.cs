using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Webhooks.Api.Events;
using Webhooks.Api.Requests;

namespace Webhooks.Api.Docs;

/// <summary>Describes the routes that read and write their JSON by hand.</summary>
internal static class EventBodyDescriptions
{
    private const string Problem = "application/problem+json";

    private const string EventText =
        "The event's type is its `event`, `event_type` or `type`. A body of exactly `event_type` and `payload` (and perhaps `reference_id`, "
        + "`idempotency_key`) sends the payload in an envelope; any other body is delivered byte for byte.";

    public static void DescribeEvent(this IEndpointConventionBuilder route) => route.Describe(
        new BodyDescription("Post an event", EventText, new JsonObject { ["event"] = "user.signup", ["user_id"] = "123" }),
        (StatusCodes.Status201Created, typeof(EventAccepted)));

    public static void DescribeBulk(this IEndpointConventionBuilder route) => route.Describe(
        new BodyDescription(
            "Post up to a thousand events",
            "Each event has the form that it would have alone, and is accepted or rejected by itself: 201 when all are accepted, otherwise 207. "
            + "An Idempotency-Key is the whole request's; without one, each event may have its own `idempotency_key`.",
            new JsonObject { ["events"] = new JsonArray(new JsonObject { ["event"] = "user.signup" }) }),
        (StatusCodes.Status201Created, typeof(BulkAnswer)),
        (StatusCodes.Status207MultiStatus, typeof(BulkAnswer)));

    public static void Describe(OpenApiOperation operation, BodyDescription body)
    {
        operation.Summary = body.Summary;
        operation.Description = body.Text;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new() { Schema = body.IsObject ? new OpenApiSchema { Type = JsonSchemaType.Object } : new OpenApiSchema(), Example = body.Example.DeepClone() },
            },
        };
    }

    private static void Describe(this IEndpointConventionBuilder route, BodyDescription body, params ReadOnlySpan<(int Status, Type Type)> answers)
    {
        // The API explorer lists endpoints that have a method.
        route.WithMetadata(body, TakesIdempotencyKey.Instance, ((Action)Signature).Method);
        foreach (var (status, type) in answers)
        {
            route.WithMetadata(new ProducesResponseTypeMetadata(status, type, ["application/json"]));
        }

        foreach (var status in (int[])[400, 413, 415, 422, 429])
        {
            route.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), [Problem]));
        }
    }

    private static void Signature()
    {
    }
}
