using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Apis;

internal static class AdminKeysApi
{
    private const int DefaultLimit = 50;
    private const string Scope = "admin-keys";

    public static RouteGroupBuilder MapAdminKeys(this RouteGroupBuilder keys)
    {
        keys.RequireKey(KeyRequirement.Admin).WithTags("Administrators' keys");
        keys.MapGet("", ListAsync).WithSummary("List administrators' keys by prefix, live ones first").ProducesProblems(400);
        keys.MapDelete("/{prefix}", RevokeAsync).WithSummary("Revoke an administrator's key").ProducesProblems(404, 409);
        return keys;
    }

    private static async Task<Results<Ok<KeyList>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageParameters page, [AsParameters] AdminKeysServices services, CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!KeyPages.TryRead(services.Tokens, Scope, page.NextToken, out var after))
        {
            return PageRequest.BadToken;
        }

        var keys = await services.Keys.ListAsync(after, limit + 1, cancellationToken);
        return TypedResults.Ok(KeyList.Of(keys, limit, last => KeyPages.Create(services.Tokens, Scope, last)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string prefix, [AsParameters] AdminKeysServices services, CancellationToken cancellationToken)
    {
        switch (await services.Keys.RevokeAsync(prefix, cancellationToken))
        {
            case AdminRevocation.NotFound:
                return ProblemTypes.NotFound.With("There is no live administrator's key of that prefix. GET /v1/admin/keys lists them.");
            case AdminRevocation.LastOne:
                return ProblemTypes.Conflict.With(
                    "It is the last live administrator's key, and stays. Set Api:AdminKey to another one and start the API again; then revoke this one.");
            default:
                await services.Directory.ReloadAsync("", cancellationToken);
                return TypedResults.NoContent();
        }
    }
}
