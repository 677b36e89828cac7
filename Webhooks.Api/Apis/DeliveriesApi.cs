using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Deliveries;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Apis;

public static class DeliveriesApi
{
    private const int DefaultLimit = 50;

    private static readonly IReadOnlyDictionary<string, string[]> Statuses =
        DeliveryStatus.All.ToDictionary(static status => status, static status => (string[])[status], StringComparer.Ordinal);

    public static RouteGroupBuilder MapDeliveries(this RouteGroupBuilder deliveries)
    {
        deliveries.RequireKey(KeyRequirement.Tenant).WithTags("Deliveries");
        deliveries.MapGet("", ListAsync).WithSummary("List deliveries, newest first").ProducesProblems(400);
        deliveries.MapGet("/{id}", GetAsync).WithSummary("Read a delivery with every attempt").ProducesProblems(404);
        deliveries.MapPost("/{id}/retry", RetryAsync).WithSummary("Retry a delivery at once").ProducesProblems(404, 409);
        deliveries.MapDelete("/{id}", CancelAsync).WithSummary("Cancel a delivery").ProducesProblems(404, 409);
        deliveries.MapDelete("", RemoveAsync).WithSummary("Remove finished deliveries that match and cancel unfinished ones").ProducesProblems(400);
        return deliveries;
    }

    private static async Task<Results<Ok<DeliveryList>, ProblemHttpResult>> ListAsync(
        CallingTenant tenant,
        [AsParameters] DeliveryListParameters query,
        [AsParameters] PageParameters page,
        [AsParameters] DeliveriesServices services,
        CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (DeliveryFilter.Parse(tenant.Id, query, out var error) is not { } filter)
        {
            return ProblemTypes.InvalidRequest.With(error);
        }

        return await services.Deliveries.ListAsync(filter, limit, page.NextToken, cancellationToken) is { } list
            ? TypedResults.Ok(list)
            : PageRequest.BadToken;
    }

    private static async Task<Results<Ok<DeliveryAnswer>, ProblemHttpResult>> GetAsync(
        string id, CallingTenant tenant, [AsParameters] DeliveriesServices services, CancellationToken cancellationToken) =>
        await FindAsync(id, tenant, services, cancellationToken) is { } found ? TypedResults.Ok(found) : NotFound(id);

    private static async Task<Results<Ok<DeliveryAnswer>, ProblemHttpResult>> RetryAsync(
        string id, CallingTenant tenant, [AsParameters] DeliveriesServices services, CancellationToken cancellationToken)
    {
        if (!DeliveryId.TryParse(id, out var deliveryId))
        {
            return NotFound(id);
        }

        var answer = await services.Retries.RetryAsync(tenant.Id, deliveryId.Event, deliveryId.Ordinal, cancellationToken);
        if (answer.Conflict() is { } refusal)
        {
            return refusal;
        }

        // The answer is the command's: a worker may have got further already.
        return await FindAsync(id, tenant, services, cancellationToken) switch
        {
            null => NotFound(id),
            { } found when answer.Fate == RetryFate.Retried => TypedResults.Ok(found with { Status = DeliveryStatus.Pending, Reason = null }),
            { } found => ProblemTypes.Conflict.With(
                $"The delivery's status is '{found.Status}'. Only failed, retrying, parked and skipped deliveries can be retried."),
        };
    }

    private static async Task<Results<Ok<DeliveryAnswer>, ProblemHttpResult>> CancelAsync(
        string id, CallingTenant tenant, [AsParameters] DeliveriesServices services, CancellationToken cancellationToken)
    {
        if (!DeliveryId.TryParse(id, out var deliveryId))
        {
            return NotFound(id);
        }

        var cancelled = await services.Withdrawing.CancelAsync(tenant.Id, deliveryId.Event, deliveryId.Ordinal, cancellationToken) > 0;
        return await AnswerAsync(id, tenant, services, cancelled, "Only a delivery that has not ended can be cancelled.", cancellationToken);
    }

    private static async Task<Results<Ok<Removed>, ProblemHttpResult>> RemoveAsync(
        CallingTenant tenant, [AsParameters] RemovalParameters query, [AsParameters] DeliveriesServices services, CancellationToken cancellationToken) =>
        query.Parse(tenant.Id, Statuses, services.Time.GetUtcNow(), out var error) is { } filter
            ? TypedResults.Ok(await services.Withdrawing.RemoveAsync(filter, cancellationToken))
            : ProblemTypes.InvalidRequest.With(error);

    private static async Task<Results<Ok<DeliveryAnswer>, ProblemHttpResult>> AnswerAsync(
        string id, CallingTenant tenant, DeliveriesServices services, bool done, string rule, CancellationToken cancellationToken) =>
        await FindAsync(id, tenant, services, cancellationToken) switch
        {
            null => NotFound(id),
            { } found when done => TypedResults.Ok(found),
            { } found => ProblemTypes.Conflict.With($"The delivery's status is '{found.Status}'. {rule}"),
        };

    private static async Task<DeliveryAnswer?> FindAsync(
        string id, CallingTenant tenant, DeliveriesServices services, CancellationToken cancellationToken) =>
        DeliveryId.TryParse(id, out var deliveryId) ? await services.Deliveries.FindAsync(tenant.Id, deliveryId, cancellationToken) : null;

    private static ProblemHttpResult NotFound(string id) =>
        ProblemTypes.NotFound.With($"There is no delivery '{id}'. GET /v1/deliveries lists yours.");
}
