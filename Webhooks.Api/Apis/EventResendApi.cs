using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Events;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;

namespace Webhooks.Api.Apis;

/// <summary>POST /v1/events/{id}/resend: sends again what was delivered or skipped.</summary>
internal static class EventResendApi
{
    public static void MapEventResend(this RouteGroupBuilder events) =>
        events.MapPost("/{id}/resend", ResendAsync).WithSummary("Send again what was delivered or skipped").ProducesProblems(400, 404, 409, 422);

    private static async Task<Results<Accepted<EventResent>, ProblemHttpResult>> ResendAsync(
        string id, Body<ResendRequest>? wanted, CallingTenant tenant, [AsParameters] EventsServices services, CancellationToken cancellationToken)
    {
        var endpoint = default(EndpointId);
        if (wanted?.Value.EndpointId is { } text && !EndpointId.TryParse(text, out endpoint))
        {
            return ProblemTypes.Unprocessable.With("'endpoint_id' must be an id of the form whe_….");
        }

        if (!EventId.TryParse(id, out var eventId))
        {
            return EventsApi.NotFound(id);
        }

        var answer = await services.Resending.ResendAsync(tenant.Id, eventId, wanted?.Value.EndpointId is null ? null : endpoint, cancellationToken);
        switch (answer.Fate)
        {
            case ResendFate.NoSuchEvent:
                return EventsApi.NotFound(id);
            case ResendFate.NothingToResend:
                return ProblemTypes.Conflict.With("Nothing of this event was delivered or skipped there. What has failed is retried with POST /v1/events/{id}/retry.");
            case ResendFate.EndpointDisabled:
                return ProblemTypes.Conflict.With("Nothing was sent: the endpoint is disabled. Enable it first, with POST /v1/webhooks/{id}/enable.");
            case ResendFate.EndpointDeleted:
                return ProblemTypes.Conflict.With(
                    "Nothing was sent, and nothing can be: the endpoint was deleted. Post a new event for the endpoints that there are.");
            case ResendFate.EventFull:
                return ProblemTypes.Conflict.With(
                    $"An event may have {Plan.MostDeliveries} deliveries at most, each resend counted, and there is no room for these. Nothing was sent; post it as a new event.");
            default:
                await services.Retries.PublishAsync([answer.BatchId]);
                return TypedResults.Accepted(
                    $"/v1/events/{id}",
                    new EventResent(
                        id, EventStatus.Pending, [.. answer.Ordinals.Order().Select(ordinal => new DeliveryId(eventId, ordinal).ToString())], DeliveryNotSent.Of(eventId, answer.NotSent)));
        }
    }
}
