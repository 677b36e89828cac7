using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Webhooks.Api.Access;
using Webhooks.Api.Requests;
using Webhooks.Core.Events;

namespace Webhooks.Api.Docs;

/// <summary>What the OpenAPI document says of every route: the key that it takes, and the errors that all of them have.</summary>
internal static class OperationDescription
{
    private const string Problem = "application/problem+json";

    private static readonly (string Status, string Description)[] Shared =
    [
        ("401", "The API key is missing, unknown or revoked."),
        ("403", "The API key does not allow this."),
        ("503", "The database is not reachable right now; the detail says whether something may have been stored. See Retry-After."),
    ];

    public static void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<KeyRequirement>().LastOrDefault() is not { } key)
        {
            return;
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<BodyDescription>().FirstOrDefault() is { } body)
        {
            EventBodyDescriptions.Describe(operation, body);
        }

        if (key.LetsAdminRead(context.Description.HttpMethod!))
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = KeyRequirement.TenantParameter,
                In = ParameterLocation.Query,
                Description = "With the administrator's key: the tenant whose resources are read.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<TakesIdempotencyKey>().Any())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = IdempotencyKey.Header,
                In = ParameterLocation.Header,
                Description = "The same key and request again: the same answer, and nothing is sent twice.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = PayloadInspector.MaxIdempotencyKeyLength },
            });
        }

        DescribePath(operation, context.Description.RelativePath!);
        operation.OperationId ??= OperationName.Of(context.Description.HttpMethod!, context.Description.RelativePath!);
        operation.Security ??= [];
        operation.Security.Add(new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(ApiDescription.KeyScheme, context.Document)] = [],
        });
        if (key == KeyRequirement.None)
        {
            operation.Security.Add([]);
        }

        operation.Responses ??= [];
        foreach (var (status, description) in Shared)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse
            {
                Description = description,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Problem] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDetails), context.Document) },
                },
            });
        }
    }

    // What a handler reads from the path by itself, no parameter stands for.
    private static void DescribePath(OpenApiOperation operation, string path)
    {
        foreach (var segment in path.Split('/').Where(static segment => segment is ['{', .., '}']))
        {
            var name = segment[1..^1];
            if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path && parameter.Name == name) is not true)
            {
                (operation.Parameters ??= []).Insert(0, new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Path,
                    Required = true,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }
        }
    }
}
