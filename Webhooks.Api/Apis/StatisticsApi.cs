using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Paging;
using Webhooks.Api.Requests;
using Webhooks.Api.Statistics;

namespace Webhooks.Api.Apis;

public static class StatisticsApi
{
    public static RouteGroupBuilder MapStatistics(this RouteGroupBuilder statistics)
    {
        statistics.RequireKey(KeyRequirement.Tenant).WithTags("Statistics");
        statistics.MapGet("", GetAsync).WithSummary("Count events by status, type and hour").ProducesProblems(400);
        return statistics;
    }

    private static async Task<Results<Ok<StatisticsAnswer>, ProblemHttpResult>> GetAsync(
        string? since, CallingTenant tenant, StatisticsQueries statistics, CancellationToken cancellationToken) =>
        PageRequest.TryReadTime(since, out var from)
            ? TypedResults.Ok(await statistics.CountAsync(tenant.Id, from, cancellationToken))
            : PageRequest.BadTime("since");
}
