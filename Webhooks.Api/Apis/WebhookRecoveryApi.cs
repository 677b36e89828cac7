using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;

namespace Webhooks.Api.Apis;

/// <summary>POST /v1/webhooks/{id}/recover: sends again what an endpoint has missed while it was away.</summary>
internal static class WebhookRecoveryApi
{
    private const int MostAtOnce = 20_000;

    public static void MapWebhookRecovery(this RouteGroupBuilder webhooks) =>
        webhooks.MapPost("/{id}/recover", RecoverAsync)
            .WithSummary("Send again whatever an endpoint has missed since then").ProducesProblems(400, 404, 409, 422);

    private static async Task<Results<Ok<Recovered>, ProblemHttpResult>> RecoverAsync(
        string id, Body<RecoveryRequest> wanted, CallingTenant tenant, [AsParameters] RecoveryServices services, CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadTime(wanted.Value.Since, out var since) || since is not { } from)
        {
            return ProblemTypes.Unprocessable.With("'since' must be unix seconds or an ISO 8601 time, such as 2026-01-21T12:00:00Z.");
        }

        if (!EndpointId.TryParse(id, out var endpointId)
            || await services.Endpoints.FindAsync(tenant.Id, endpointId, cancellationToken) is not { } endpoint)
        {
            return WebhooksApi.NotFound(id);
        }

        if (endpoint.State == EndpointState.Disabled)
        {
            return ProblemTypes.Conflict.With($"The endpoint is disabled. Enable it first, with POST /v1/webhooks/{id}/enable; nothing was changed.");
        }

        var (count, left) = (0, true);
        foreach (var state in Transitions.Recover.From)
        {
            var first = UuidBounds.First(from);
            left = true;
            while (left && count < MostAtOnce)
            {
                var bite = await services.Recovery.RecoverAsync(tenant.Id, endpointId, state, first, cancellationToken);
                left = bite is not null;
                if (bite is not null)
                {
                    (count, first) = (count + bite.Count, bite.Last);
                    await services.Retries.PublishAsync([bite.BatchId]);
                }
            }
        }

        return TypedResults.Ok(new Recovered(count, !left));
    }
}
