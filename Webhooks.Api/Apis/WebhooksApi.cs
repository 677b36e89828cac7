using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Endpoints;
using Webhooks.Signing;

namespace Webhooks.Api.Apis;

public static class WebhooksApi
{
    private const int DefaultLimit = 50;

    public static RouteGroupBuilder MapWebhooks(this RouteGroupBuilder webhooks)
    {
        webhooks.RequireKey(KeyRequirement.Tenant).WithTags("Webhook endpoints");
        webhooks.MapPost("", CreateAsync).WithSummary("Create an endpoint").ProducesProblems(400, 409, 422);
        webhooks.MapGet("", ListAsync).WithSummary("List endpoints, oldest first").ProducesProblems(400);
        webhooks.MapGet("/{id}", GetAsync).WithSummary("Read an endpoint").ProducesProblems(404);
        webhooks.MapWebhookChange();
        webhooks.MapDelete("/{id}", DeleteAsync).WithSummary("Delete an endpoint and cancel what it has not received").ProducesProblems(404, 409);
        webhooks.MapWebhookActions();
        return webhooks;
    }

    private static async Task<Results<Created<EndpointAnswer>, ProblemHttpResult>> CreateAsync(
        Body<EndpointRequest> body, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken)
    {
        var wanted = body.Value;
        if ((services.Form.Refuse(wanted with { Url = wanted.Url ?? "" }, isChange: false)
            ?? await services.Policies.RefuseAsync(wanted.RetryPolicy, cancellationToken)) is { } refusal)
        {
            return ProblemTypes.Unprocessable.With(refusal);
        }

        var secret = wanted.Secret ?? WebhookSecret.Generate();
        var id = EndpointId.New(services.Time);
        var settings = services.Form.Read(id, wanted) with { PayloadFormat = wanted.PayloadFormat ?? PayloadFormat.Envelope };
        if (SecretRule.Refuse(secret, (SignatureProfile)(settings.Signatures ?? 0), "secret") is { } unacceptable)
        {
            return ProblemTypes.Unprocessable.With(unacceptable);
        }

        settings = settings with { Signatures = settings.Signatures ?? (int)SecretRule.Signatures(secret) };
        var ciphertext = services.Secrets.Protect(secret, id.ToString());
        var created = await services.Endpoints.CreateAsync(tenant.Id, id, settings, ciphertext, cancellationToken);
        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return TypedResults.Created($"/v1/webhooks/{id}", EndpointForm.Describe(created) with { Secret = secret });
    }

    private static async Task<Results<Ok<EndpointList>, ProblemHttpResult>> ListAsync(
        CallingTenant tenant, [AsParameters] PageParameters page, [AsParameters] EndpointsServices services, CancellationToken cancellationToken)
    {
        var scope = $"webhooks\n{tenant.Id}";
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!services.Tokens.TryReadId(scope, page.NextToken, Guid.Empty, out var after))
        {
            return PageRequest.BadToken;
        }

        var endpoints = await services.Endpoints.ListAsync(tenant.Id, after, limit + 1, cancellationToken);
        var next = endpoints.Count > limit ? services.Tokens.CreateOf(scope, endpoints[limit - 1].Id.Value) : null;
        return TypedResults.Ok(new EndpointList([.. endpoints.Take(limit).Select(EndpointForm.Describe)], next));
    }

    private static async Task<Results<Ok<EndpointAnswer>, ProblemHttpResult>> GetAsync(
        string id, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken) =>
        EndpointId.TryParse(id, out var endpointId) && await services.Endpoints.FindAsync(tenant.Id, endpointId, cancellationToken) is { } found
            ? TypedResults.Ok(EndpointForm.Describe(found))
            : NotFound(id);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, CallingTenant tenant, [AsParameters] EndpointsServices services, CancellationToken cancellationToken)
    {
        if (!EndpointId.TryParse(id, out var endpointId)
            || await services.Endpoints.FindAsync(tenant.Id, endpointId, cancellationToken) is not { } endpoint)
        {
            return NotFound(id);
        }

        if (endpoint.IsDefault)
        {
            return ProblemTypes.Conflict.With("This endpoint is the tenant's target_url. PATCH /v1/tenants/current with {\"target_url\":null} removes it.");
        }

        await services.Endpoints.DeleteAsync(tenant.Id, endpointId, cancellationToken);
        await services.Cancellations.CancelAsync(tenant.Id, endpointId, cancellationToken);
        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        await services.Workers.UntilHeardAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    internal static ProblemHttpResult NotFound(string id) =>
        ProblemTypes.NotFound.With($"There is no webhook endpoint '{id}'. GET /v1/webhooks lists yours.");
}
