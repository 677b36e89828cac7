using System.Text.Json.Nodes;

namespace Webhooks.Bench.Fuzz;

/// <param name="Path">With its parameters in braces.</param>
internal sealed record FuzzRoute(string Method, string Path, IReadOnlyList<string> Query);

/// <summary>The routes of the API's own OpenAPI document, and a valid body for each that takes one.</summary>
internal static class FuzzRoutes
{
    private const string Event = """{"event":"user.created","id":42,"data":{"name":"Ada","tags":["a","b"],"score":1.5,"active":true,"none":null}}""";

    private static readonly (string Part, string Body)[] Bodies =
    [
        ("/events/bulk", """{"events":[{"event":"a"},{"event_type":"b","payload":{"x":1}}]}"""),
        ("/events/{id}", """{"status":"PENDING"}"""),
        ("/portal-links", """{"expires_in":600}"""),
        ("/portal-sessions", """{"token":"whpl_AAAA"}"""),
        ("/tenants/{", """{"target_url":"http://127.0.0.1:9/hook","webhook_secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}"""),
        ("/tenants", """{"tenant_id":"fuzz-tenant","target_url":"http://127.0.0.1:9/hook","webhook_secret":null}"""),
        ("/rotate-secret", """{"overlap_hours":24}"""),
        ("/webhooks", """{"url":"http://127.0.0.1:9/x","events":["user.*"],"max_retries":3,"timeout":5,"rate_limit":10,"headers":{"X-A":"b"},"payload_format":"raw","signatures":["stripe"],"description":"d"}"""),
        ("/event-types", """{"name":"user.created","description":"d","schema":{"type":"object","required":["id"],"properties":{"id":{"type":"integer","minimum":1}}}}"""),
        ("/replays", """{"filter":{"status":"failed","event_type":"user.created","since":"2026-01-01T00:00:00Z"},"rate":20,"dry_run":true}"""),
        ("/dlq/requeue", """{"batchSize":10,"maxMessages":100}"""),
    ];

    public static IReadOnlyList<FuzzRoute> Parse(string document)
    {
        var routes = new List<FuzzRoute>();
        foreach (var (path, operations) in JsonNode.Parse(document)!["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject().Where(static member => member.Value is JsonObject))
            {
                var query = operation!["parameters"]?.AsArray()
                    .Where(static parameter => parameter!["in"]?.GetValue<string>() == "query")
                    .Select(static parameter => parameter!["name"]!.GetValue<string>());
                routes.Add(new FuzzRoute(method.ToUpperInvariant(), path, [.. query ?? []]));
            }
        }

        return routes;
    }

    public static string BodyOf(FuzzRoute route) =>
        Array.Find(Bodies, body => route.Path.Contains(body.Part, StringComparison.Ordinal)) is { Body: { } body } ? body : Event;
}
