using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Access;
using Webhooks.Api.DeadLetters;
using Webhooks.Api.Deliveries;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Apis;

public static class DeadLettersApi
{
    private const int DefaultLimit = 50;
    private const int DefaultBatch = 10;
    private const int MaxBatch = 100;
    private const int DefaultMessages = 100;
    private const int MaxMessages = 1_000;
    private const int MaxDays = 3_650;

    public static RouteGroupBuilder MapDeadLetters(this RouteGroupBuilder letters)
    {
        letters.RequireKey(KeyRequirement.Tenant).WithTags("Dead letters");
        letters.MapGet("", ListAsync).WithSummary("List dead letters, newest first").ProducesProblems(400);
        letters.MapGet("/{id}", GetAsync).WithSummary("Read a dead letter").ProducesProblems(404);
        letters.MapPost("/{id}/replay", ReplayAsync).WithSummary("Deliver a dead letter again").ProducesProblems(404, 409);
        letters.MapPost("/requeue", RequeueAsync).WithSummary("Deliver many dead letters again, oldest first").ProducesProblems(400, 422);
        letters.MapDelete("/{id}", DeleteAsync).WithSummary("Remove a dead letter").ProducesProblems(404);
        letters.MapDelete("", PurgeAsync).WithSummary("Remove the dead letters older than some days").ProducesProblems(400);
        return letters;
    }

    private static async Task<Results<Ok<DeadLetterList>, ProblemHttpResult>> ListAsync(
        CallingTenant tenant, [AsParameters] PageParameters page, [AsParameters] DeadLettersServices services, CancellationToken cancellationToken)
    {
        var scope = $"dlq\n{tenant.Id}";
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!services.Tokens.TryReadId(scope, page.NextToken, Guid.AllBitsSet, out var before))
        {
            return PageRequest.BadToken;
        }

        var letters = await services.Letters.ListAsync(tenant.Id, before, limit + 1, cancellationToken);
        var next = letters.Count > limit && DeadLetterId.TryParse(letters[limit - 1].Id, out var last)
            ? services.Tokens.CreateOf(scope, last.Value)
            : null;
        return TypedResults.Ok(new DeadLetterList([.. letters.Take(limit)], next));
    }

    private static async Task<Results<Ok<DeadLetterAnswer>, ProblemHttpResult>> GetAsync(
        string id, CallingTenant tenant, [AsParameters] DeadLettersServices services, CancellationToken cancellationToken) =>
        await FindAsync(id, tenant, services, cancellationToken) is { } found ? TypedResults.Ok(found) : NotFound(id);

    private static async Task<Results<Ok<Replayed>, ProblemHttpResult>> ReplayAsync(
        string id, CallingTenant tenant, [AsParameters] DeadLettersServices services, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, tenant, services, cancellationToken) is not { } letter || !DeliveryId.TryParse(letter.DeliveryId, out var delivery))
        {
            return NotFound(id);
        }

        var answer = await services.Retries.RetryAsync(tenant.Id, delivery.Event, delivery.Ordinal, cancellationToken);
        return answer.Fate == RetryFate.Retried
            ? TypedResults.Ok(new Replayed(letter.Id, letter.DeliveryId, letter.EventId, DeliveryStatus.Pending))
            : answer.Conflict() ?? ProblemTypes.Conflict.With("Its delivery is no longer failed, or the event is past its retention. GET /v1/deliveries/{id} tells which.");
    }

    private static async Task<Results<Ok<RequeueAnswer>, ProblemHttpResult>> RequeueAsync(
        Body<RequeueRequest>? wanted, CallingTenant tenant, [AsParameters] DeadLettersServices services, CancellationToken cancellationToken)
    {
        var batch = wanted?.Value.BatchSize ?? DefaultBatch;
        var messages = wanted?.Value.MaxMessages ?? DefaultMessages;
        if (batch is not (>= 1 and <= MaxBatch) || messages is not (>= 1 and <= MaxMessages))
        {
            return ProblemTypes.Unprocessable.With($"'batchSize' must be from 1 to {MaxBatch} and 'maxMessages' from 1 to {MaxMessages}.");
        }

        return TypedResults.Ok(await services.Requeueing.RunAsync(tenant.Id, batch, messages, cancellationToken));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, CallingTenant tenant, [AsParameters] DeadLettersServices services, CancellationToken cancellationToken) =>
        DeadLetterId.TryParse(id, out var letterId) && await services.Removal.DeleteAsync(tenant.Id, letterId, cancellationToken)
            ? TypedResults.NoContent()
            : NotFound(id);

    private static async Task<Results<Ok<Purged>, ProblemHttpResult>> PurgeAsync(
        [FromQuery(Name = "older_than_days")] string? olderThanDays,
        CallingTenant tenant,
        [AsParameters] DeadLettersServices services,
        CancellationToken cancellationToken) =>
        olderThanDays is not null && PageRequest.TryReadNumber(olderThanDays, out var days) && days <= MaxDays
            ? TypedResults.Ok(new Purged(await services.Removal.PurgeAsync(tenant.Id, UuidBounds.First(services.Time.GetUtcNow().AddDays(-days)), cancellationToken)))
            : ProblemTypes.InvalidRequest.With(olderThanDays is null
                ? $"'older_than_days' is needed: a whole number of days from 0, which removes all, to {MaxDays}."
                : $"'older_than_days' must be a whole number of days from 0 to {MaxDays}.");

    private static async Task<DeadLetterAnswer?> FindAsync(
        string id, CallingTenant tenant, DeadLettersServices services, CancellationToken cancellationToken) =>
        DeadLetterId.TryParse(id, out var letterId) ? await services.Letters.FindAsync(tenant.Id, letterId, cancellationToken) : null;

    private static ProblemHttpResult NotFound(string id) =>
        ProblemTypes.NotFound.With($"There is no dead letter '{id}'. GET /v1/dlq lists yours.");
}
