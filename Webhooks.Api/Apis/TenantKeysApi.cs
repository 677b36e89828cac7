using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Extensions;
using Webhooks.Api.Problems;
using Webhooks.Api.Tenants;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Apis;

internal static class TenantKeysApi
{
    public static void MapKeys(this RouteGroupBuilder keys)
    {
        keys.MapPost("", CreateAsync).WithSummary("Create another API key").ProducesProblems(404);
        keys.MapGet("", ListAsync).WithSummary("List API keys by prefix").ProducesProblems(404);
        keys.MapDelete("/{prefix}", RevokeAsync).WithSummary("Revoke an API key").ProducesProblems(404);
    }

    private static async Task<Results<Created<KeyCreated>, ProblemHttpResult>> CreateAsync(
        NamedTenant tenant, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        var key = ApiKeys.Generate();
        if (!await services.Keys.AddAsync(tenant.Id, new StoredKey(key.Hash, key.Prefix), cancellationToken))
        {
            return TenantsApi.NotFound(tenant);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return TypedResults.Created(
            $"/v1/tenants/{tenant.Id}/keys",
            new KeyCreated(key.Key, key.Prefix, services.Time.GetUtcNow(), "Keep the API key: it is shown this once."));
    }

    private static async Task<Results<Ok<KeyList>, ProblemHttpResult>> ListAsync(
        NamedTenant tenant, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        return await services.Tenants.FindAsync(tenant.Id, cancellationToken) is not null
            ? TypedResults.Ok(new KeyList(await services.Keys.ListAsync(tenant.Id, cancellationToken), null))
            : TenantsApi.NotFound(tenant);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string prefix, NamedTenant tenant, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        if (!await services.Keys.RevokeAsync(tenant.Id, prefix, cancellationToken))
        {
            return ProblemTypes.NotFound.With($"The tenant has no live API key with the prefix '{prefix}'. GET /v1/tenants/{tenant.Id}/keys lists them.");
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return TypedResults.NoContent();
    }
}
