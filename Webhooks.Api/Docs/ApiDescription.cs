using Microsoft.OpenApi;

namespace Webhooks.Api.Docs;

/// <summary>What the OpenAPI document says of the API as a whole.</summary>
internal static class ApiDescription
{
    public const string Title = "Aspire.Webhooks";
    public const string KeyScheme = "api_key";

    private const string Text = """
        Post events; each is delivered as a signed webhook to every endpoint that subscribed to its type, retried with
        backoff, and kept in the dead letters when it cannot be delivered. Errors are problem details (RFC 9457) whose
        `type` is stable and whose `detail` says what to do. Every answer carries `X-Correlation-Id`.
        """;

    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["Events"] = "What happened: posted once, delivered to every endpoint that subscribed to its type.",
        ["Tenants"] = "Who posts events, and with which API keys.",
        ["Administrators' keys"] = "Keys that reach every tenant.",
        ["Webhook endpoints"] = "Where events are delivered, and how.",
        ["Event types"] = "What events there are, and what their payloads must be like.",
        ["Deliveries"] = "One event on its way to one endpoint, with every attempt.",
        ["Dead letters"] = "Deliveries that were given up, to look at and to deliver again.",
        ["Portal"] = "Links into a tenant's own page, and the sessions that come of them.",
        ["Operations"] = "Whether everything that was accepted is accounted for, and who changed what.",
        ["Replays"] = "Jobs that send many deliveries again, at a rate, with a preview, a pause and an end.",
        ["Statistics"] = "Counts and latencies.",
        ["Webhook status"] = "Deliveries once more, flat, and test webhooks.",
    };

    public static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = Title,
            Version = typeof(ApiDescription).Assembly.GetName().Version?.ToString(3),
            Description = Text,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = Tags[tag.Name!];
        }

        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A tenant's or the administrator's API key, or the session of a portal.",
        };
    }
}
