using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Paging;
using Webhooks.Api.Requests;

namespace Webhooks.Api.Apis;

public static class AuditLogApi
{
    private const int DefaultLimit = 50;

    public static RouteGroupBuilder MapAuditLog(this RouteGroupBuilder log)
    {
        log.RequireKey(KeyRequirement.Admin).WithTags("Operations");
        log.MapGet("", ListAsync).WithSummary("List who changed what, newest first").ProducesProblems(400);
        return log;
    }

    private static async Task<Results<Ok<AuditLogPage>, ProblemHttpResult>> ListAsync(
        string? tenant, string? since, [AsParameters] PageParameters page, AuditLogQueries log, CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!PageRequest.TryReadTime(since, out var from))
        {
            return PageRequest.BadTime("since");
        }

        return await log.ListAsync(tenant, from, limit, page.NextToken, cancellationToken) is { } list ? TypedResults.Ok(list) : PageRequest.BadToken;
    }
}
