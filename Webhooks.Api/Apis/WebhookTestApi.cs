using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;

namespace Webhooks.Api.Apis;

/// <summary>POST /v1/webhooks/{id}/test: an event of its own for one endpoint.</summary>
internal static class WebhookTestApi
{
    private const string TestType = "webhook.test";

    public static void MapWebhookTest(this RouteGroupBuilder webhooks) =>
        webhooks.MapPost("/{id}/test", TestAsync).WithSummary("Send a test event to this endpoint only").ProducesProblems(400, 404, 409, 422, 429)
            .WithMetadata(TakesIdempotencyKey.Instance);

    private static async Task<Results<Created<TestSent>, ProblemHttpResult>> TestAsync(
        string id, HttpContext context, CallingTenant tenant, IngestRateLimit rate, [AsParameters] EndpointsServices services, CancellationToken cancellationToken)
    {
        if (!EndpointId.TryParse(id, out var endpointId)
            || services.Directory.FindEndpoint(endpointId) is not { } endpoint || endpoint.TenantId != tenant.Id)
        {
            return WebhooksApi.NotFound(id);
        }

        if (endpoint.State != EndpointState.Active)
        {
            return ProblemTypes.Conflict.With($"The endpoint is {endpoint.State}. Enable it with POST /v1/webhooks/{id}/enable.");
        }

        if (rate.Refuse(context, 1) is { } tooFast)
        {
            return tooFast;
        }

        await services.Endpoints.StartAfreshAsync(endpointId, cancellationToken);
        var result = await services.Ingest.AcceptAsync(
            new NewEvent
            {
                TenantId = tenant.Id,
                EventType = TestType,
                Payload = "{\"event\":\"webhook.test\",\"message\":\"A test of this webhook endpoint.\"}"u8.ToArray(),
                CorrelationId = context.GetCorrelationId(),
                TraceParent = Activity.Current?.Id,
                OnlyTo = endpointId,
                Idempotency = IdempotencyKey.Read(context.Request) is { } key
                    ? new IdempotencyClaim(key, SHA256.HashData(Encoding.UTF8.GetBytes($"{TestType}\n{endpointId}")))
                    : null,
            });
        if (IdempotencyKey.Refuse(context, result) is { } refusal)
        {
            return refusal;
        }

        var delivery = new DeliveryId(result.EventId, 0);
        return TypedResults.Created(
            $"/v1/events/{result.EventId}",
            new TestSent(result.EventId.ToString(), delivery.ToString(), EventStatus.Pending, $"GET /v1/deliveries/{delivery} tells how it went."));
    }
}
