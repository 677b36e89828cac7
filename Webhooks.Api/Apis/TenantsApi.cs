using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Extensions;
using Webhooks.Api.Problems;
using Webhooks.Api.Tenants;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
using Webhooks.Signing;

namespace Webhooks.Api.Apis;

public static class TenantsApi
{
    public static RouteGroupBuilder MapTenants(this RouteGroupBuilder tenants)
    {
        tenants.WithTags("Tenants");
        tenants.MapPost("", CreateAsync).RequireKey(KeyRequirement.Admin)
            .WithSummary("Create a tenant").ProducesProblems(400, 409, 422);

        var tenant = tenants.MapGroup("/{tenantId}").RequireKey(KeyRequirement.Any);
        tenant.MapGet("", GetAsync).WithSummary("Read a tenant, by id or as 'current'").ProducesProblems(404);
        tenant.MapPatch("", ChangeAsync).WithSummary("Change the target URL or the webhook secret").ProducesProblems(400, 404, 422);
        tenant.MapGroup("/keys").MapKeys();
        return tenants;
    }

    private static async Task<Results<Created<TenantCreated>, ProblemHttpResult>> CreateAsync(
        TenantCreation wanted, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (!TenantId.IsValid(wanted.TenantId))
        {
            return ProblemTypes.Unprocessable.With(TenantId.Rule);
        }

        if (Refuse(wanted.TargetUrl ?? "", wanted.WebhookSecret, services) is { } refusal)
        {
            return refusal;
        }

        var key = ApiKeys.Generate();
        var secret = wanted.WebhookSecret ?? WebhookSecret.Generate();
        var endpoint = EndpointId.New(services.Time);
        var tenant = new NewTenant
        {
            TenantId = wanted.TenantId!,
            TargetUrl = wanted.TargetUrl!,
            EndpointId = endpoint,
            Key = new StoredKey(key.Hash, key.Prefix),
            SecretCiphertext = services.Secrets.Protect(secret, endpoint.ToString()),
            Signatures = (int)SecretRule.Signatures(secret),
            CreatedAt = services.Time.GetUtcNow(),
        };
        if (!await services.Tenants.CreateAsync(tenant, cancellationToken))
        {
            return ProblemTypes.Conflict.With($"The tenant '{wanted.TenantId}' exists already. Change it with PATCH /v1/tenants/{wanted.TenantId}.");
        }

        await services.Directory.ReloadAsync(tenant.TenantId, cancellationToken);
        return TypedResults.Created(
            $"/v1/tenants/{tenant.TenantId}",
            new TenantCreated(
                tenant.TenantId, key.Key, tenant.TargetUrl, secret, tenant.CreatedAt,
                "Keep the API key and the webhook secret: they are shown this once."));
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
            : NotFound(tenant);
    }

    private static async Task<Results<Ok<TenantChanged>, ProblemHttpResult>> ChangeAsync(
        NamedTenant tenant, TenantChange change, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        if (change is { TargetUrl: null, WebhookSecret: null })
        {
            return ProblemTypes.InvalidRequest.With("There is nothing to change. Send 'target_url', 'webhook_secret' or both.");
        }

        if (Refuse(change.TargetUrl, change.WebhookSecret, services) is { } unacceptable)
        {
            return unacceptable;
        }

        if (services.Directory.FindTenant(tenant.Id)?.Endpoints.FirstOrDefault(endpoint => endpoint.IsDefault) is not { } endpoint)
        {
            return NotFound(tenant);
        }

        var secret = change.WebhookSecret is { } text ? services.Secrets.Protect(text, endpoint.Id.ToString()) : null;
        var signatures = change.WebhookSecret is { } chosen ? SecretRule.Signatures(chosen) : SignatureProfile.All;
        if ((signatures & (SignatureProfile)endpoint.Signatures) == SignatureProfile.None)
        {
            return ProblemTypes.Unprocessable.With(SecretRule.Refuse(change.WebhookSecret!, (SignatureProfile)endpoint.Signatures, "webhook_secret")!);
        }

        if (await services.Tenants.UpdateAsync(tenant.Id, change.TargetUrl, secret, (int)signatures, cancellationToken) is not { } changed)
        {
            return NotFound(tenant);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return TypedResults.Ok(new TenantChanged(
            changed.TenantId, changed.TargetUrl, changed.UpdatedAt, "The tenant was changed. Deliveries under way may still use what was before."));
    }

    /// <summary>What is wrong with the values; null leaves a value as it is, and so nothing is wrong with it.</summary>
    private static ProblemHttpResult? Refuse(string? targetUrl, string? secret, TenantsServices services)
    {
        if (targetUrl is not null && services.Urls.Check(targetUrl) is { IsAllowed: false } verdict)
        {
            return ProblemTypes.Unprocessable.With($"'target_url' is refused by the rule '{verdict.Rule}'. {verdict.Reason}");
        }

        return secret is not null && SecretRule.Refuse(secret, SignatureProfile.None, "webhook_secret") is { } unacceptable
            ? ProblemTypes.Unprocessable.With(unacceptable)
            : null;
    }

    internal static ProblemHttpResult NotFound(NamedTenant tenant) =>
        ProblemTypes.NotFound.With($"There is no tenant '{tenant.Id}'.");
}
