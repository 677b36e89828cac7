using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Endpoints;
using Webhooks.Signing;

namespace Webhooks.Api.Apis;

/// <summary>PATCH /v1/webhooks/{id}: what is not named stays, and null restores the default.</summary>
internal static class WebhookChangeApi
{
    public static void MapWebhookChange(this RouteGroupBuilder webhooks) =>
        webhooks.MapPatch("/{id}", ChangeAsync).WithSummary("Change an endpoint").ProducesProblems(400, 404, 409, 422);

    private static async Task<Results<Ok<EndpointAnswer>, ProblemHttpResult>> ChangeAsync(
        string id, Body<EndpointRequest> body, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken)
    {
        if (body.IsEmpty)
        {
            return ProblemTypes.InvalidRequest.With("There is nothing to change. Send at least one of the endpoint's values.");
        }

        if (body.Value.Secret is not null || body.Nulls.Contains("secret"))
        {
            return ProblemTypes.Unprocessable.With($"A secret is changed with POST /v1/webhooks/{id}/rotate-secret.");
        }

        if (body.Nulls.Contains("url"))
        {
            return ProblemTypes.Unprocessable.With("'url' has no default. Give another one, or delete the endpoint.");
        }

        if (!EndpointId.TryParse(id, out var endpointId) || await services.Endpoints.FindAsync(tenant.Id, endpointId, cancellationToken) is not { } present)
        {
            return WebhooksApi.NotFound(id);
        }

        var change = EndpointForm.Restore(body.Value, body.Nulls);
        var policy = change.RetryPolicy == present.RetryPolicy ? null : change.RetryPolicy;
        if ((services.Form.Refuse(change, isChange: true) ?? await services.Policies.RefuseAsync(policy, cancellationToken)) is { } refusal)
        {
            return ProblemTypes.Unprocessable.With(refusal);
        }

        if (present.IsDefault && (body.Value.Events is not (null or ["*"]) || change.Operational is true))
        {
            return ProblemTypes.Unprocessable.With(
                "'events' must be [\"*\"] and 'operational' false here: this endpoint is the tenant's target_url, which receives every event. Create another endpoint for some of them.");
        }

        var settings = services.Form.Read(endpointId, change, body.Nulls, present.Headers);
        if (RefuseSettings(ref settings, endpointId, body.Nulls, services) is { } unacceptable)
        {
            return ProblemTypes.Unprocessable.With(unacceptable);
        }

        if (await services.Endpoints.UpdateAsync(tenant.Id, endpointId, settings, cancellationToken) is not { } changed)
        {
            // It is gone, or another change of its headers came first.
            return await ChangeAsync(id, body, tenant, services, cancellationToken);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        var isInForce = await services.Workers.UntilHeardAsync(cancellationToken);
        if (change.State == EndpointState.Active || change.Url is not null)
        {
            await services.Releases.HastenAsync(endpointId, hasMoved: change.Url is not null && !isInForce, WebhookActionsApi.MostHastened, cancellationToken);
        }

        return TypedResults.Ok(EndpointForm.Describe(changed) with { InForce = isInForce });
    }

    /// <summary>What is not acceptable beside what the endpoint has already.</summary>
    private static string? RefuseSettings(ref EndpointSettings settings, EndpointId id, IReadOnlySet<string> nulls, EndpointsServices services)
    {
        if (SealedHeaders.Read(settings.Headers ?? "{}").Length > CustomHeaders.MaxCount)
        {
            return $"'headers' may hold {CustomHeaders.MaxCount} at most.";
        }

        if (services.Directory.FindEndpoint(id) is not { } endpoint)
        {
            return null;
        }

        if (nulls.Contains("signatures"))
        {
            settings = settings with { Signatures = (int)SecretRule.Signatures(endpoint, services.Secrets, services.Time) };
        }

        return SecretRule.Refuse((SignatureProfile)(settings.Signatures ?? 0), endpoint, services.Secrets, services.Time);
    }
}
