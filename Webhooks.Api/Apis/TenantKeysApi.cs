using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Api.Tenants;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Apis;

internal static class TenantKeysApi
{
    private const int DefaultLimit = 50;

    public static void MapKeys(this RouteGroupBuilder keys)
    {
        keys.WithMetadata(KeysOnly.Instance);
        keys.MapPost("", CreateAsync).WithSummary("Create another API key").ProducesProblems(404, 409);
        keys.MapGet("", ListAsync).WithSummary("List API keys by prefix, live ones first").ProducesProblems(400, 404);
        keys.MapDelete("/{prefix}", RevokeAsync).WithSummary("Revoke an API key").ProducesProblems(404);
    }

    private static async Task<Results<Created<KeyCreated>, ProblemHttpResult>> CreateAsync(
        NamedTenant tenant, HttpContext context, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        var key = ApiKeys.Generate();
        switch (await services.Keys.AddAsync(tenant.Id, new StoredKey(key.Hash, key.Prefix), cancellationToken))
        {
            case KeyAddition.NoTenant:
                return TenantChanges.NotFound(tenant);
            case KeyAddition.TooMany:
                return ProblemTypes.Conflict.With(
                    $"A tenant may have {ApiKeyStore.MaxLive} live API keys at most. Revoke one that is not needed; 'last_used_at' in the list tells.");
        }

        AuditSubject.Note(context, "prefix", key.Prefix);
        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return TypedResults.Created(
            $"/v1/tenants/{tenant.Id}/keys",
            new KeyCreated(key.Key, key.Prefix, services.Time.GetUtcNow(), "Keep the API key: it is shown this once."));
    }

    private static async Task<Results<Ok<KeyList>, ProblemHttpResult>> ListAsync(
        NamedTenant tenant, [AsParameters] PageParameters page, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        var scope = $"keys\n{tenant.Id}";
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!KeyPages.TryRead(services.Tokens, scope, page.NextToken, out var after))
        {
            return PageRequest.BadToken;
        }

        if (services.Directory.FindTenant(tenant.Id) is null)
        {
            return TenantChanges.NotFound(tenant);
        }

        var keys = await services.Keys.ListAsync(tenant.Id, after, limit + 1, cancellationToken);
        return TypedResults.Ok(KeyList.Of(keys, limit, last => KeyPages.Create(services.Tokens, scope, last)));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string prefix, NamedTenant tenant, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        if (services.Directory.FindTenant(tenant.Id) is null)
        {
            return TenantChanges.NotFound(tenant);
        }

        if (!await services.Keys.RevokeAsync(tenant.Id, prefix, cancellationToken))
        {
            return ProblemTypes.NotFound.With($"The tenant has no live API key of that prefix. GET /v1/tenants/{tenant.Id}/keys lists them.");
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return TypedResults.NoContent();
    }
}
