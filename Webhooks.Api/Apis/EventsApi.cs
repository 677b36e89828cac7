using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Deliveries;
using Webhooks.Api.Docs;
using Webhooks.Api.Events;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;

namespace Webhooks.Api.Apis;

public static class EventsApi
{
    private const int DefaultLimit = 50;

    public static RouteGroupBuilder MapEvents(this RouteGroupBuilder events)
    {
        events.RequireKey(KeyRequirement.Tenant).WithTags("Events");
        events.MapPost("", events.ServiceOf<PostEvent>().HandleAsync).DisableRequestTimeout().WithMetadata(NotAudited.Instance).DescribeEvent();
        events.MapPost("/bulk", events.ServiceOf<PostBulk>().HandleAsync).DisableRequestTimeout().WithMetadata(NotAudited.Instance).DescribeBulk();
        events.MapGet("/export", Export).WithSummary("Stream every event that matches")
            .Produces<string>(StatusCodes.Status200OK, "application/x-ndjson", "text/csv").ProducesProblems(400).DisableRequestTimeout();
        events.MapGet("", ListAsync).WithSummary("List events, newest first").ProducesProblems(400);
        events.MapGet("/{id}", GetAsync).WithSummary("Read an event with its deliveries").ProducesProblems(404);
        events.MapPatch("/{id}", ChangeAsync).WithSummary("Retry a failed event, by {\"status\":\"PENDING\"}").ProducesProblems(400, 404, 409);
        events.MapPost("/{id}/retry", RetryAsync).WithSummary("Retry a failed event").ProducesProblems(400, 404, 409);
        events.MapEventResend();
        events.MapDelete("/{id}", CancelAsync).WithSummary("Cancel what has not been delivered").ProducesProblems(404, 409);
        return events;
    }

    private static async Task<Results<Ok<EventPage>, ProblemHttpResult>> ListAsync(
        CallingTenant tenant,
        [AsParameters] EventFilterParameters query,
        [AsParameters] PageParameters paging,
        [AsParameters] EventsServices services,
        CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadLimit(paging.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (EventFilterQuery.Parse(tenant.Id, query.Status, query.EventType, query.Since, query.Until, out var error) is not { } filter)
        {
            return ProblemTypes.InvalidRequest.With(error);
        }

        return await services.Events.ListAsync(filter, limit, paging.NextToken, cancellationToken) is { } page
            ? TypedResults.Ok(page)
            : PageRequest.BadToken;
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> Export(
        string? format, HttpContext context, CallingTenant tenant, [AsParameters] EventFilterParameters query, [AsParameters] EventsServices services,
        CancellationToken cancellationToken)
    {
        if (EventFilterQuery.Parse(tenant.Id, query.Status, query.EventType, query.Since, query.Until, out var error) is not { } filter)
        {
            return ProblemTypes.InvalidRequest.With(error);
        }

        return services.Export.Open(filter, format, context.IsHead(), cancellationToken) is { } stream ? stream : EventExport.BadFormat;
    }

    private static async Task<Results<Ok<EventAnswer>, ProblemHttpResult>> GetAsync(
        string id, CallingTenant tenant, [AsParameters] EventsServices services, CancellationToken cancellationToken) =>
        EventId.TryParse(id, out var eventId) && await services.Details.FindAsync(tenant.Id, eventId, cancellationToken) is { } found
            ? TypedResults.Ok(new EventAnswer(found))
            : NotFound(id);

    private static async Task<Results<Ok<EventRetried>, ProblemHttpResult>> ChangeAsync(
        string id, Body<EventChange> change, CallingTenant tenant, [AsParameters] EventsServices services, CancellationToken cancellationToken) =>
        change.Value.Status == EventStatus.Pending
            ? await RetryAsync(id, tenant, services, cancellationToken)
            : ProblemTypes.InvalidRequest.With("Only {\"status\":\"PENDING\"} can be asked for: it retries a failed event.");

    private static async Task<Results<Ok<EventRetried>, ProblemHttpResult>> RetryAsync(
        string id, CallingTenant tenant, [AsParameters] EventsServices services, CancellationToken cancellationToken)
    {
        if (!EventId.TryParse(id, out var eventId)
            || await services.Details.FindStatusAsync(tenant.Id, eventId, cancellationToken) is not { } status)
        {
            return NotFound(id);
        }

        if (status != EventStatus.Failed)
        {
            var why = status == EventStatus.Pending ? await services.Retries.DiagnoseAsync(tenant.Id, eventId, cancellationToken) : null;
            return why is { Fate: RetryFate.UnderWay } ? why.Conflict()! : NotRetryable(status);
        }

        var answer = await services.Retries.RetryAsync(tenant.Id, eventId, ordinal: null, cancellationToken);
        if (answer.Conflict() is { } refusal)
        {
            return refusal;
        }

        if (answer.Fate != RetryFate.Retried)
        {
            return NotRetryable(await services.Details.FindStatusAsync(tenant.Id, eventId, cancellationToken) ?? EventStatus.Pending);
        }

        // The answer is the command's: a worker may have got further already.
        return await services.Details.FindAsync(tenant.Id, eventId, cancellationToken) is { } found
            ? TypedResults.Ok(new EventRetried(
                found with { Status = EventStatus.Pending },
                [.. answer.Ordinals.Select(ordinal => new DeliveryId(eventId, ordinal).ToString())],
                DeliveryNotSent.Of(eventId, answer.NotSent)))
            : NotFound(id);
    }

    private static async Task<Results<Ok<EventAnswer>, ProblemHttpResult>> CancelAsync(
        string id, CallingTenant tenant, [AsParameters] EventsServices services, CancellationToken cancellationToken)
    {
        if (!EventId.TryParse(id, out var eventId))
        {
            return NotFound(id);
        }

        if (await services.Withdrawing.CancelAsync(tenant.Id, eventId, ordinal: null, cancellationToken) > 0)
        {
            return await AnswerAsync(tenant, eventId, services, cancellationToken);
        }

        return await services.Details.FindStatusAsync(tenant.Id, eventId, cancellationToken) is { } status
            ? ProblemTypes.Conflict.With($"The event is finished with status '{status}'. There is nothing left to cancel.")
            : NotFound(id);
    }

    private static async Task<Results<Ok<EventAnswer>, ProblemHttpResult>> AnswerAsync(
        CallingTenant tenant, EventId id, EventsServices services, CancellationToken cancellationToken) =>
        await services.Details.FindAsync(tenant.Id, id, cancellationToken) is { } found
            ? TypedResults.Ok(new EventAnswer(found))
            : NotFound(id.ToString());

    internal static ProblemHttpResult NotFound(string id) =>
        ProblemTypes.NotFound.With($"There is no event '{id}'. Events are kept for a limited time; GET /v1/events lists yours.");

    private static ProblemHttpResult NotRetryable(string status) =>
        ProblemTypes.NotRetryable.With($"Cannot retry event with status '{status}'. Only FAILED events can be retried.");
}
