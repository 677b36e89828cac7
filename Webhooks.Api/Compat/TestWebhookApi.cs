using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Webhooks.Api.Access;
using Webhooks.Api.Events;
using Webhooks.Api.Ingest;
using Webhooks.Api.Json;
using Webhooks.Api.Problems;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Compat;

/// <summary>POST /test-webhook: sends what is posted, whatever JSON it is, to a URL.</summary>
internal static class TestWebhookApi
{
    private const string EventType = "webhook.test";

    private const string Text =
        "The body, any JSON, is sent byte for byte, signed and retried like every delivery. The first test of a URL makes an endpoint for it, which "
        + "subscribes to no event type and is listed by GET /v1/webhooks: its secret is changed there by rotate-secret, and later tests use it again.";

    public static void MapTestWebhook(this RouteGroupBuilder statuses) =>
        statuses.MapPost("/test-webhook", SendAsync)
            .WithMetadata(new BodyDescription("Send a test webhook to a URL", Text, new JsonObject { ["hello"] = "world" }, IsObject: false), TakesIdempotencyKey.Instance)
            .ProducesProblems(400, 409, 413, 422, 429);

    private static async Task<Results<Ok<TestQueued>, ProblemHttpResult>> SendAsync(
        [FromQuery(Name = "webhook_url")] string? url,
        HttpContext context,
        CallingTenant tenant,
        IOptions<EventOptions> limits,
        IngestRateLimit rate,
        [AsParameters] StatusServices services,
        CancellationToken cancellationToken)
    {
        if (url is null)
        {
            return ProblemTypes.InvalidRequest.With(
                "'webhook_url' is missing. Say in the query where the test goes, percent-encoded: /test-webhook?webhook_url=https%3A%2F%2Fexample.com%2Fwebhooks.");
        }

        if (services.Urls.Check(url) is { IsAllowed: false } verdict)
        {
            return ProblemTypes.Unprocessable.With($"'webhook_url' is refused by the rule '{verdict.Rule}'. {verdict.Reason}");
        }

        var key = IdempotencyKey.Read(context.Request);
        if (await RequestBody.ReadAsync(context.Request, limits.Value.MaxBodyBytes, cancellationToken) is not { } body)
        {
            return ProblemTypes.TooLarge.With($"The body may have {limits.Value.MaxBodyBytes} bytes at most.");
        }

        if (!RawJson.IsValid(body))
        {
            return ProblemTypes.InvalidBody.With("The body must be JSON in UTF-8. Send {} when its content does not matter.");
        }

        if (rate.Refuse(context, 1) is { } tooFast)
        {
            return tooFast;
        }

        var endpoint = await services.Tests.EnsureAsync(tenant.Id, url, cancellationToken);
        var claim = key is null ? null : new IdempotencyClaim(key, SHA256.HashData([.. Encoding.UTF8.GetBytes(url + "\n"), .. body]));
        var reference = $"TEST-{ReferenceOf(tenant, claim) ?? Guid.CreateVersion7(services.Time.GetUtcNow()):N}";
        var result = await services.Ingest.AcceptAsync(
            new NewEvent
            {
                TenantId = tenant.Id,
                EventType = EventType,
                Payload = body,
                CorrelationId = context.GetCorrelationId(),
                TraceParent = Activity.Current?.Id,
                ReferenceId = reference,
                OnlyTo = endpoint,
                Idempotency = claim,
            });
        return IdempotencyKey.Refuse(context, result) is { } refusal
            ? refusal
            : TypedResults.Ok(new TestQueued("webhook_queued", reference, new DeliveryId(result.EventId, 0).ToString(), "Test webhook queued for delivery"));
    }

    // The same request has the same answer.
    private static Guid? ReferenceOf(CallingTenant tenant, IdempotencyClaim? claim) => claim is null
        ? null
        : new Guid(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{tenant.Id}\n{claim.Key}\n"), .. claim.BodyHash.Span]).AsSpan(0, 16), bigEndian: true);
}
