using Microsoft.AspNetCore.Http.HttpResults;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Api.Access;
using Webhooks.Api.Audit;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;

namespace Webhooks.Api.Apis;

public static class AuditApi
{
    public static RouteGroupBuilder MapAudit(this RouteGroupBuilder audit)
    {
        audit.RequireKey(KeyRequirement.Admin).WithTags("Operations");
        audit.MapGet("", GetAsync).WithSummary("Balance what was accepted against what has become of it").ProducesProblems(503);
        return audit;
    }

    private static async Task<Results<Ok<AuditAnswer>, ProblemHttpResult>> GetAsync(AuditQueries books, CancellationToken cancellationToken)
    {
        try
        {
            return TypedResults.Ok(await books.BalanceAsync(cancellationToken));
        }
        catch (Exception error) when (error is NatsException or NatsJSException or TimeoutException)
        {
            return ProblemTypes.Unavailable.With("The stream must be asked where deliveries are, and is not reachable right now. Ask again in a moment.");
        }
    }
}
