using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Webhooks.Api.Events;

namespace Webhooks.Api.Docs;

/// <summary>Endpoint metadata of POST /v1/events, which reads and writes its JSON by hand and so needs to be described by hand.</summary>
internal sealed class EventBodyDescription
{
    private const string Text =
        "The event's type is its `event`, `event_type` or `type`. A body of exactly `event_type` and `payload` (and perhaps `reference_id`, "
        + "`idempotency_key`) sends the payload in an envelope; any other body is delivered byte for byte.";

    public static T Add<T>(T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(
            new EventBodyDescription(),
            ((Delegate)Signature).Method,
            new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(EventAccepted), ["application/json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, contentTypes: ["application/problem+json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status413PayloadTooLarge, contentTypes: ["application/problem+json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status415UnsupportedMediaType, contentTypes: ["application/problem+json"]),
            new ProducesResponseTypeMetadata(StatusCodes.Status422UnprocessableEntity, contentTypes: ["application/problem+json"]));

    public static void Describe(OpenApiOperation operation)
    {
        operation.Summary = "Post an event";
        operation.Description = Text;
        operation.Parameters =
        [
            new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Description = "The same key and body again: the same answer, and no second event.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
            },
        ];
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new()
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Example = new JsonObject { ["event"] = "user.signup", ["user_id"] = "123" },
                },
            },
        };
    }

    // The API explorer lists endpoints that have a method.
    private static void Signature()
    {
    }
}
