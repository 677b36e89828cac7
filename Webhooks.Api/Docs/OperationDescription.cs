using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Webhooks.Api.Access;

namespace Webhooks.Api.Docs;

/// <summary>What the OpenAPI document says of every route: the key that it takes, and the errors that all of them have.</summary>
internal static class OperationDescription
{
    private const string Problem = "application/problem+json";

    private static readonly (string Status, string Description)[] Shared =
    [
        ("401", "The API key is missing, unknown or revoked."),
        ("403", "The API key does not allow this."),
        ("503", "The database is not reachable right now; nothing was stored. See Retry-After."),
    ];

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (!context.Description.ActionDescriptor.EndpointMetadata.OfType<KeyRequirement>().Any())
        {
            return;
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyDescription>().FirstOrDefault() is { } body)
        {
            EventBodyDescriptions.Describe(operation, body);
        }

        operation.Security ??= [];
        operation.Security.Add(new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(ApiDescription.KeyScheme, context.Document)] = [],
        });
        operation.Responses ??= [];
        foreach (var (status, description) in Shared)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem] = new() },
            });
        }
    }
}
