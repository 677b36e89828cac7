using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Replays;
using Webhooks.Api.Requests;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Replays;

namespace Webhooks.Api.Apis;

/// <summary>Jobs that send many deliveries again, at a rate, with a preview, a pause and an end.</summary>
public static class ReplaysApi
{
    private const int DefaultLimit = 50;
    private const int Previewed = 10;

    public static RouteGroupBuilder MapReplays(this RouteGroupBuilder replays)
    {
        replays.RequireKey(KeyRequirement.Tenant).WithTags("Replays");
        replays.MapPost("", StartAsync).WithSummary("Send many deliveries again, or see which they would be").ProducesProblems(400, 409, 422);
        replays.MapGet("", ListAsync).WithSummary("List replays, newest first").ProducesProblems(400);
        replays.MapGet("/{id}", GetAsync).WithSummary("Read how far a replay has come").ProducesProblems(404);
        replays.MapPost("/{id}/pause", PauseAsync).WithSummary("Hold a replay").ProducesProblems(404, 409);
        replays.MapPost("/{id}/resume", ResumeAsync).WithSummary("Let a replay go on").ProducesProblems(404, 409);
        replays.MapPost("/{id}/cancel", CancelAsync).WithSummary("End a replay; what it has sent stays sent").ProducesProblems(404, 409);
        return replays;
    }

    private static async Task<Results<Accepted<ReplayAnswer>, Ok<ReplayPreview>, ProblemHttpResult>> StartAsync(
        Body<ReplayRequest> body, CallingTenant tenant, [AsParameters] ReplaysServices services, CancellationToken cancellationToken)
    {
        if (ReplayForm.Read(body.Value, out var error) is not { } filter)
        {
            return ProblemTypes.Unprocessable.With(error);
        }

        if (filter.Endpoint is { } id && await RefuseAsync(tenant, new EndpointId(id), services, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var replay = services.Form.Create(tenant.Id, filter, body.Value.Rate);
        var (count, isAll) = await services.Candidates.CountAsync(replay.Scope, cancellationToken);
        if (body.Value.DryRun is true)
        {
            var first = await services.Candidates.FirstAsync(replay.Scope, Previewed, cancellationToken);
            var newestFirst = first.OrderByDescending(static id => id.Event.Value).ThenByDescending(static id => id.Ordinal).ToList();
            var deliveries = await services.Deliveries.FindAllAsync(tenant.Id, newestFirst, cancellationToken);
            return TypedResults.Ok(new ReplayPreview(count, isAll, [.. deliveries.Reverse()]));
        }

        replay = replay with { Matched = count, IsAllMatched = isAll };
        return await services.Replays.AddAsync(replay, cancellationToken)
            ? TypedResults.Accepted($"/v1/replays/{replay.Id}", services.Form.Describe(replay))
            : ProblemTypes.Conflict.With($"{ReplayStore.MaxLive} replays of the tenant are running or paused, and no more may be. Wait for one, or cancel one that is not needed.");
    }

    private static async Task<Results<Ok<ReplayList>, ProblemHttpResult>> ListAsync(
        CallingTenant tenant, [AsParameters] PageParameters page, [AsParameters] ReplaysServices services, CancellationToken cancellationToken)
    {
        var scope = $"replays\n{tenant.Id}";
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!services.Tokens.TryReadId(scope, page.NextToken, Guid.AllBitsSet, out var before))
        {
            return PageRequest.BadToken;
        }

        var replays = await services.Replays.ListAsync(tenant.Id, before, limit + 1, cancellationToken);
        var next = replays.Count > limit ? services.Tokens.CreateOf(scope, replays[limit - 1].Id.Value) : null;
        return TypedResults.Ok(new ReplayList([.. replays.Take(limit).Select(services.Form.Describe)], next));
    }

    private static async Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> GetAsync(
        string id, CallingTenant tenant, [AsParameters] ReplaysServices services, CancellationToken cancellationToken) =>
        ReplayId.TryParse(id, out var replayId) && await services.Replays.FindAsync(tenant.Id, replayId, cancellationToken) is { } found
            ? TypedResults.Ok(services.Form.Describe(found))
            : NotFound(id);

    private static Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> PauseAsync(
        string id, CallingTenant tenant, [AsParameters] ReplaysServices services, CancellationToken cancellationToken) =>
        MoveAsync(id, tenant, ReplayState.Paused, services, cancellationToken);

    private static Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> ResumeAsync(
        string id, CallingTenant tenant, [AsParameters] ReplaysServices services, CancellationToken cancellationToken) =>
        MoveAsync(id, tenant, ReplayState.Running, services, cancellationToken);

    private static Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> CancelAsync(
        string id, CallingTenant tenant, [AsParameters] ReplaysServices services, CancellationToken cancellationToken) =>
        MoveAsync(id, tenant, ReplayState.Cancelled, services, cancellationToken);

    private static async Task<Results<Ok<ReplayAnswer>, ProblemHttpResult>> MoveAsync(
        string id, CallingTenant tenant, string state, ReplaysServices services, CancellationToken cancellationToken)
    {
        if (!ReplayId.TryParse(id, out var replayId))
        {
            return NotFound(id);
        }

        if (await services.Replays.MoveAsync(tenant.Id, replayId, state, cancellationToken) is { } moved)
        {
            return TypedResults.Ok(services.Form.Describe(moved));
        }

        return await services.Replays.FindAsync(tenant.Id, replayId, cancellationToken) is { } found
            ? ProblemTypes.Conflict.With($"The replay is {found.State}. Only one that is running or paused can be paused, resumed or cancelled.")
            : NotFound(id);
    }

    // Of one endpoint that takes nothing, all would be skipped.
    private static async Task<ProblemHttpResult?> RefuseAsync(CallingTenant tenant, EndpointId id, ReplaysServices services, CancellationToken cancellationToken) =>
        await services.Endpoints.FindAsync(tenant.Id, id, cancellationToken) switch
        {
            null => ProblemTypes.Conflict.With($"There is no endpoint '{id}', or not any more, so there is nowhere to deliver to. Nothing was changed."),
            { State: EndpointState.Disabled } => ProblemTypes.Conflict.With(
                $"The endpoint is disabled, so that nothing would be sent. Enable it first, with POST /v1/webhooks/{id}/enable; nothing was changed."),
            _ => null,
        };

    private static ProblemHttpResult NotFound(string id) => ProblemTypes.NotFound.With($"There is no replay '{id}'. GET /v1/replays lists yours.");
}
