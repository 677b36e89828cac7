using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Api.Tenants;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
using Webhooks.Signing;

namespace Webhooks.Api.Apis;

public static class TenantsApi
{
    private const int DefaultLimit = 50;
    private const string Scope = "tenants";

    public static RouteGroupBuilder MapTenants(this RouteGroupBuilder tenants)
    {
        tenants.WithTags("Tenants");
        tenants.MapPost("", CreateAsync).RequireKey(KeyRequirement.Admin)
            .WithSummary("Create a tenant").ProducesProblems(400, 409, 422);
        tenants.MapGet("", ListAsync).RequireKey(KeyRequirement.Admin).WithSummary("List tenants by id").ProducesProblems(400);
        tenants.MapDelete("/{tenantId}", RemoveAsync).RequireKey(KeyRequirement.Admin)
            .WithSummary("Remove a tenant with everything it has").ProducesProblems(404);

        var tenant = tenants.MapGroup("/{tenantId}").RequireKey(KeyRequirement.Any);
        tenant.MapGet("", GetAsync).WithSummary("Read a tenant, by id or as 'current'").ProducesProblems(404);
        tenant.MapPatch("", TenantChanges.ChangeAsync).WithSummary("Change the target URL or the webhook secret").ProducesProblems(400, 404, 409, 422);
        tenant.MapGroup("/keys").MapKeys();
        tenant.MapPortalLinks();
        return tenants;
    }

    private static async Task<Results<Created<TenantCreated>, ProblemHttpResult>> CreateAsync(
        Body<TenantCreation> body, HttpContext context, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        var wanted = body.Value;
        if (!TenantId.IsValid(wanted.TenantId))
        {
            return ProblemTypes.Unprocessable.With(TenantId.Rule);
        }

        if (TenantChanges.Refuse(wanted.TargetUrl, wanted.WebhookSecret, services) is { } refusal)
        {
            return refusal;
        }

        if (wanted is { TargetUrl: null, WebhookSecret: not null })
        {
            return TenantChanges.NothingToSign;
        }

        var key = ApiKeys.Generate();
        var secret = wanted.TargetUrl is null ? null : wanted.WebhookSecret ?? WebhookSecret.Generate();
        var tenant = new NewTenant
        {
            TenantId = wanted.TenantId!,
            Endpoint = TenantChanges.Endpoint(wanted.TargetUrl, secret, services),
            Key = new StoredKey(key.Hash, key.Prefix),
            CreatedAt = services.Time.GetUtcNow(),
        };
        if (!await services.Tenants.CreateAsync(tenant, cancellationToken))
        {
            return ProblemTypes.Conflict.With(await services.Tenants.FindAsync(wanted.TenantId!, cancellationToken) is { RemovedAt: not null }
                ? $"The tenant '{wanted.TenantId}' is being removed. Its id is free as soon as GET /v1/tenants/{wanted.TenantId} answers 404."
                : $"The tenant '{wanted.TenantId}' exists already. Change it with PATCH /v1/tenants/{wanted.TenantId}.");
        }

        AuditSubject.Note(context, "prefix", key.Prefix, tenant.TenantId);
        await services.Directory.ReloadAsync(tenant.TenantId, cancellationToken);
        var message = secret is null ? "Keep the API key: it is shown this once." : "Keep the API key and the webhook secret: they are shown this once.";
        return TypedResults.Created(
            $"/v1/tenants/{tenant.TenantId}", new TenantCreated(tenant.TenantId, key.Key, wanted.TargetUrl, secret, tenant.CreatedAt, message));
    }

    private static async Task<Results<Ok<TenantList>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageParameters page, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        var cursor = new byte[TenantId.MaxLength];
        if (page.NextToken is { } token && !services.Tokens.TryRead(Scope, token, cursor))
        {
            return PageRequest.BadToken;
        }

        var tenants = await services.Tenants.ListAsync(Encoding.ASCII.GetString(cursor).TrimEnd('\0'), limit + 1, cancellationToken);
        if (tenants.Count <= limit)
        {
            return TypedResults.Ok(new TenantList([.. tenants.Select(TenantDetail.From)], null));
        }

        Array.Clear(cursor);
        Encoding.ASCII.GetBytes(tenants[limit - 1].TenantId, cursor);
        return TypedResults.Ok(new TenantList([.. tenants.Take(limit).Select(TenantDetail.From)], services.Tokens.Create(Scope, cursor)));
    }

    private static async Task<Results<Ok<TenantAnswer>, ProblemHttpResult>> GetAsync(
        NamedTenant tenant, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        return await services.Tenants.FindAsync(tenant.Id, cancellationToken) is { } found
            ? TypedResults.Ok(new TenantAnswer(TenantDetail.From(found)))
            : TenantChanges.NotFound(tenant);
    }

    private static async Task<Results<Accepted<TenantRemoved>, ProblemHttpResult>> RemoveAsync(
        NamedTenant tenant, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        if (await services.Removal.BeginAsync(tenant.Id, cancellationToken) is not { } since)
        {
            return TenantChanges.NotFound(tenant);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        await services.Workers.UntilHeardAsync(cancellationToken);
        return TypedResults.Accepted(
            $"/v1/tenants/{tenant.Id}",
            new TenantRemoved(tenant.Id, since, "Its keys are out and nothing more is sent. What it had is being removed; reading it shows 'removed_at' until that is done, then 404."));
    }
}
