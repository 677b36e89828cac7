using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Endpoints;
using Webhooks.Signing;

namespace Webhooks.Api.Apis;

/// <summary>What can be done with an endpoint besides changing its values.</summary>
internal static class WebhookActionsApi
{
    /// <summary>What is parked with a due time comes at once; more than this has its time soon anyway.</summary>
    internal const int MostHastened = 100_000;

    private const double DefaultOverlapHours = 24;
    private const double MaxOverlapHours = 168;

    public static void MapWebhookActions(this RouteGroupBuilder webhooks)
    {
        webhooks.MapPost("/{id}/rotate-secret", RotateSecretAsync)
            .WithSummary("Give an endpoint a new secret, with an overlap").ProducesProblems(400, 404, 409, 422);
        webhooks.MapPost("/{id}/enable", EnableAsync).WithSummary("Let an endpoint receive events again").ProducesProblems(404);
        webhooks.MapPost("/{id}/disable", DisableAsync).WithSummary("Stop an endpoint from receiving events").ProducesProblems(404);
        webhooks.MapWebhookTest();
        webhooks.MapPost("/{id}/pause", PauseAsync).WithSummary("Hold back an endpoint's deliveries for a while").ProducesProblems(404);
        webhooks.MapWebhookRecovery();
        webhooks.MapGet("/{id}/stats", GetStatisticsAsync).WithSummary("Count an endpoint's deliveries").ProducesProblems(400, 404);
    }

    private static async Task<Results<Ok<SecretRotated>, ProblemHttpResult>> RotateSecretAsync(
        string id, Body<SecretRotationRequest>? wanted, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken)
    {
        var hours = wanted?.Value.OverlapHours ?? DefaultOverlapHours;
        if (hours is not (>= 0 and <= MaxOverlapHours))
        {
            return ProblemTypes.Unprocessable.With($"'overlap_hours' must be from 0 to {MaxOverlapHours}.");
        }

        if (!EndpointId.TryParse(id, out var endpointId)
            || services.Directory.FindEndpoint(endpointId) is not { } endpoint || endpoint.TenantId != tenant.Id)
        {
            return WebhooksApi.NotFound(id);
        }

        var secret = wanted?.Value.Secret ?? WebhookSecret.Generate();
        if (SecretRule.Refuse(secret, (SignatureProfile)endpoint.Signatures, "secret") is { } refusal)
        {
            return ProblemTypes.Unprocessable.With(refusal);
        }

        var ciphertext = services.Secrets.Protect(secret, endpointId.ToString());
        var outcome = await services.Rotation.RotateAsync(tenant.Id, endpointId, ciphertext, TimeSpan.FromHours(hours), cancellationToken);
        if (outcome.End is not { } end)
        {
            return outcome.EndpointExists
                ? ProblemTypes.Conflict.With(
                    $"{WebhookSigner.MaxKeys} secrets of the endpoint are live, and a delivery is signed with no more. Wait until one of them ends, "
                    + "or rotate with \"overlap_hours\": 0, which ends them all.")
                : WebhooksApi.NotFound(id);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        var isInForce = await services.Workers.UntilHeardAsync(cancellationToken);
        return TypedResults.Ok(new SecretRotated(endpointId.ToString(), secret, end, isInForce));
    }

    private static Task<Results<Ok<EndpointAnswer>, ProblemHttpResult>> EnableAsync(
        string id, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken) =>
        SetStateAsync(id, tenant, EndpointState.Active, services, cancellationToken);

    private static Task<Results<Ok<EndpointAnswer>, ProblemHttpResult>> DisableAsync(
        string id, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken) =>
        SetStateAsync(id, tenant, EndpointState.Disabled, services, cancellationToken);

    private static Task<Results<Ok<EndpointAnswer>, ProblemHttpResult>> PauseAsync(
        string id, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken) =>
        SetStateAsync(id, tenant, EndpointState.Paused, services, cancellationToken);

    private static async Task<Results<Ok<EndpointCounts>, ProblemHttpResult>> GetStatisticsAsync(
        string id, string? since, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken)
    {
        if (!PageRequest.TryReadTime(since, out var from))
        {
            return PageRequest.BadTime("since");
        }

        return EndpointId.TryParse(id, out var endpointId) && await services.Endpoints.FindAsync(tenant.Id, endpointId, cancellationToken) is not null
            ? TypedResults.Ok(await services.Statistics.CountAsync(tenant.Id, endpointId, from, cancellationToken))
            : WebhooksApi.NotFound(id);
    }

    private static async Task<Results<Ok<EndpointAnswer>, ProblemHttpResult>> SetStateAsync(
        string id, CallingTenant tenant, string state, EndpointsServices services, CancellationToken cancellationToken)
    {
        if (!EndpointId.TryParse(id, out var endpointId)
            || await services.Endpoints.SetStateAsync(tenant.Id, endpointId, state, cancellationToken) is not { } changed)
        {
            return WebhooksApi.NotFound(id);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        var isInForce = await services.Workers.UntilHeardAsync(cancellationToken);
        if (state == EndpointState.Active)
        {
            await services.Releases.HastenAsync(endpointId, hasMoved: false, MostHastened, cancellationToken);
        }

        return TypedResults.Ok(EndpointForm.Describe(changed) with { InForce = isInForce });
    }
}
