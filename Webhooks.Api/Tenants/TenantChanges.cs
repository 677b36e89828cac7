using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Tenants;
using Webhooks.Signing;

namespace Webhooks.Api.Tenants;

/// <summary>PATCH /v1/tenants/{id}: the target URL and its secret, which are those of the tenant's default endpoint.</summary>
internal static class TenantChanges
{
    private const string Message = "The tenant was changed.";
    private const string MessageOfSecret = " Keep the webhook secret: it is shown this once.";
    private const string MessageOfDelay = " A worker has not confirmed it yet: that one sends as before until it reaches the database again.";

    public static ProblemHttpResult NothingToSign =>
        ProblemTypes.Unprocessable.With("'webhook_secret' signs what goes to 'target_url', and there is none. Send one, or leave the secret out.");

    public static async Task<Results<Ok<TenantChanged>, ProblemHttpResult>> ChangeAsync(
        NamedTenant tenant, Body<TenantChange> body, [AsParameters] TenantsServices services, CancellationToken cancellationToken)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        var change = body.Value;
        if (change is { HasTargetUrl: false, HasWebhookSecret: false })
        {
            return ProblemTypes.InvalidRequest.With("There is nothing to change. Send 'target_url', 'webhook_secret' or both.");
        }

        if (Refuse(change.TargetUrl, change.WebhookSecret, services) is { } unacceptable)
        {
            return unacceptable;
        }

        if (services.Directory.FindTenant(tenant.Id) is not { } present)
        {
            return NotFound(tenant);
        }

        var endpoint = present.Endpoints.FirstOrDefault(static endpoint => endpoint.IsDefault);
        return change is { HasTargetUrl: true, TargetUrl: null } ? await RemoveUrlAsync(tenant, change, services, cancellationToken)
            : endpoint is null ? await AddUrlAsync(tenant, change, services, cancellationToken)
            : await UpdateAsync(tenant, change, endpoint, services, cancellationToken);
    }

    /// <summary>What is wrong with the values; nothing is wrong with null.</summary>
    public static ProblemHttpResult? Refuse(string? targetUrl, string? secret, TenantsServices services)
    {
        if (targetUrl is not null && services.Urls.Check(targetUrl) is { IsAllowed: false } verdict)
        {
            return ProblemTypes.Unprocessable.With($"'target_url' is refused by the rule '{verdict.Rule}'. {verdict.Reason}");
        }

        return secret is not null && SecretRule.Refuse(secret, SignatureProfile.None, "webhook_secret") is { } unacceptable
            ? ProblemTypes.Unprocessable.With(unacceptable)
            : null;
    }

    /// <summary>Null without a URL.</summary>
    public static DefaultEndpoint? Endpoint(string? url, string? secret, TenantsServices services)
    {
        if (url is null || secret is null)
        {
            return null;
        }

        var id = EndpointId.New(services.Time);
        return new DefaultEndpoint(id, url, services.Secrets.Protect(secret, id.ToString()), (int)SecretRule.Signatures(secret));
    }

    private static async Task<Results<Ok<TenantChanged>, ProblemHttpResult>> RemoveUrlAsync(
        NamedTenant tenant, TenantChange change, TenantsServices services, CancellationToken cancellationToken)
    {
        if (change.HasWebhookSecret)
        {
            return NothingToSign;
        }

        if (await services.Tenants.ReleaseDefaultAsync(tenant.Id, cancellationToken) is { } released)
        {
            await services.Endpoints.DeleteAsync(tenant.Id, new EndpointId(released), cancellationToken);
            await services.Cancellations.CancelAsync(tenant.Id, new EndpointId(released), cancellationToken);
        }

        return await services.Tenants.FindAsync(tenant.Id, cancellationToken) is { RemovedAt: null } found
            ? await AnswerAsync(found, generated: null, services, cancellationToken)
            : NotFound(tenant);
    }

    private static async Task<Results<Ok<TenantChanged>, ProblemHttpResult>> AddUrlAsync(
        NamedTenant tenant, TenantChange change, TenantsServices services, CancellationToken cancellationToken)
    {
        if (change.TargetUrl is null)
        {
            return NothingToSign;
        }

        var generated = change.WebhookSecret is null ? WebhookSecret.Generate() : null;
        var endpoint = Endpoint(change.TargetUrl, change.WebhookSecret ?? generated, services)!;
        return await services.Tenants.AddDefaultAsync(tenant.Id, endpoint, cancellationToken) is { } changed
            ? await AnswerAsync(changed, generated, services, cancellationToken)
            : ProblemTypes.Conflict.With("Somebody else gave the tenant a 'target_url' at the same moment, or removed it. Read it, and send the change again.");
    }

    private static async Task<Results<Ok<TenantChanged>, ProblemHttpResult>> UpdateAsync(
        NamedTenant tenant, TenantChange change, EndpointConfig endpoint, TenantsServices services, CancellationToken cancellationToken)
    {
        var generated = change is { HasWebhookSecret: true, WebhookSecret: null } ? WebhookSecret.Generate() : null;
        var secret = (change.WebhookSecret ?? generated) is { } text ? services.Secrets.Protect(text, endpoint.Id.ToString()) : null;
        var signatures = change.WebhookSecret is { } chosen ? SecretRule.Signatures(chosen) : SignatureProfile.All;
        if ((signatures & (SignatureProfile)endpoint.Signatures) == SignatureProfile.None)
        {
            return ProblemTypes.Unprocessable.With(SecretRule.Refuse(change.WebhookSecret!, (SignatureProfile)endpoint.Signatures, "webhook_secret")!);
        }

        return await services.Tenants.UpdateAsync(tenant.Id, endpoint.Id, change.TargetUrl, secret, (int)signatures, cancellationToken) is { } changed
            ? await AnswerAsync(changed, generated, services, cancellationToken)
            : NotFound(tenant);
    }

    private static async Task<Ok<TenantChanged>> AnswerAsync(
        TenantRecord changed, string? generated, TenantsServices services, CancellationToken cancellationToken)
    {
        await services.Directory.ReloadAsync(changed.TenantId, cancellationToken);
        var delay = await services.Workers.UntilHeardAsync(cancellationToken) ? "" : MessageOfDelay;
        return TypedResults.Ok(new TenantChanged(
            changed.TenantId, changed.TargetUrl, generated, changed.UpdatedAt, $"{Message}{(generated is null ? "" : MessageOfSecret)}{delay}"));
    }

    internal static ProblemHttpResult NotFound(NamedTenant tenant) =>
        ProblemTypes.NotFound.With($"There is no tenant '{tenant.Id}'.");
}
