using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Apis;

public static class AuditLogApi
{
    private const int DefaultLimit = 50;

    public static RouteGroupBuilder MapAuditLog(this RouteGroupBuilder log)
    {
        log.RequireKey(KeyRequirement.Admin).WithTags("Operations");
        log.MapGet("", ListAsync).WithSummary("List who changed what, newest first").ProducesProblems(400, 404);
        return log;
    }

    private static async Task<Results<Ok<AuditLogPage>, ProblemHttpResult>> ListAsync(
        string? tenant, string? since, [AsParameters] PageParameters page, AuditLogQueries log, ConfigDirectory directory, CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!PageRequest.TryReadTime(since, out var from))
        {
            return PageRequest.BadTime("since");
        }

        if (await log.ListAsync(tenant, from, limit, page.NextToken, cancellationToken) is not { } list)
        {
            return PageRequest.BadToken;
        }

        // The log knows tenants for longer than they are there.
        return tenant is null || list.Items.Count > 0 || directory.FindTenant(tenant) is not null || await log.KnowsAsync(tenant, cancellationToken)
            ? TypedResults.Ok(list)
            : ProblemTypes.NotFound.With(ProblemTypes.NoSuchTenant);
    }
}
