using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Access;
using Webhooks.Api.Deliveries;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Compat;

/// <summary>Deliveries once more, flat, for clients that ask for the status of a webhook and not for events.</summary>
public static class StatusApi
{
    private const string RemovalSummary = "Remove finished deliveries that match and cancel unfinished ones";

    public static RouteGroupBuilder MapStatuses(this RouteGroupBuilder statuses)
    {
        statuses.RequireKey(KeyRequirement.Tenant).WithTags("Webhook status");
        statuses.MapGet("/webhook-status/{delivery_id}", GetAsync).WithSummary("Read a delivery's status").ProducesProblems(404);
        statuses.MapDelete("/webhook-status/{delivery_id}", RemoveOneAsync)
            .WithSummary("Remove a finished delivery, or cancel an unfinished one").ProducesProblems(404, 409);
        statuses.MapGet("/webhook-statuses", ListAsync).WithSummary("List deliveries by page, newest first").ProducesProblems(400);
        statuses.MapDelete("/webhook-statuses", RemoveAsync).WithSummary(RemovalSummary).ProducesProblems(400);
        statuses.MapPost("/webhook-cleanup", RemoveAsync).WithSummary(RemovalSummary).ProducesProblems(400);
        statuses.MapTestWebhook();
        return statuses;
    }

    private static async Task<Results<Ok<StatusAnswer>, ProblemHttpResult>> GetAsync(
        [FromRoute(Name = "delivery_id")] string id, CallingTenant tenant, [AsParameters] StatusServices services, CancellationToken cancellationToken) =>
        DeliveryId.TryParse(id, out var deliveryId) && await services.Deliveries.FindAsync(tenant.Id, deliveryId, cancellationToken) is { } found
            ? TypedResults.Ok(StatusAnswer.Of(found))
            : NotFound(id);

    private static async Task<Results<Ok<StatusPage>, ProblemHttpResult>> ListAsync(
        CallingTenant tenant, [AsParameters] StatusListParameters query, [AsParameters] StatusServices services, CancellationToken cancellationToken) =>
        StatusFilter.Parse(tenant.Id, query, out var error) is { } filter
            ? TypedResults.Ok(await services.Statuses.ListAsync(filter, cancellationToken))
            : ProblemTypes.InvalidRequest.With(error);

    private static async Task<Results<Ok<Removed>, ProblemHttpResult>> RemoveOneAsync(
        [FromRoute(Name = "delivery_id")] string id, CallingTenant tenant, [AsParameters] StatusServices services, CancellationToken cancellationToken)
    {
        if (!DeliveryId.TryParse(id, out var deliveryId))
        {
            return NotFound(id);
        }

        var removed = await services.Withdrawing.RemoveAsync(RemovalFilter.Only(tenant.Id, deliveryId), cancellationToken);
        if (removed is not { Deleted: 0, Cancelled: 0 })
        {
            return TypedResults.Ok(removed);
        }

        return await services.Deliveries.FindAsync(tenant.Id, deliveryId, cancellationToken) is null
            ? NotFound(id)
            : ProblemTypes.Conflict.With("The delivery was cancelled during an attempt. It can be removed once the outcome of that is known, a minute later at the latest.");
    }

    private static async Task<Results<Ok<Removed>, ProblemHttpResult>> RemoveAsync(
        CallingTenant tenant, [AsParameters] RemovalParameters query, [AsParameters] StatusServices services, CancellationToken cancellationToken) =>
        query.Parse(tenant.Id, FlatStatus.All, services.Time.GetUtcNow(), out var error) is { } filter
            ? TypedResults.Ok(await services.Withdrawing.RemoveAsync(filter, cancellationToken))
            : ProblemTypes.InvalidRequest.With(error);

    private static ProblemHttpResult NotFound(string id) =>
        ProblemTypes.NotFound.With($"There is no delivery '{id}'. GET /webhook-statuses lists yours.");
}
