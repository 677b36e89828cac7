using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.Portal;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Apis;

/// <summary>Links into a tenant's own page, which a product makes for its users, and the sessions that the page opens with them.</summary>
internal static class PortalApi
{
    private const int DefaultSeconds = 3_600;
    private const int MinSeconds = 60;
    private const int MaxSeconds = 86_400;

    public static void MapPortalLinks(this RouteGroupBuilder tenant) =>
        tenant.MapPost("/portal-links", CreateAsync).WithTags("Portal").WithMetadata(KeysOnly.Instance)
            .WithSummary("Make a short-lived link into a tenant's own page").ProducesProblems(400, 404, 409, 422);

    public static RouteGroupBuilder MapPortalSessions(this RouteGroupBuilder sessions)
    {
        sessions.RequireKey(KeyRequirement.None).WithTags("Portal");
        sessions.MapPost("", OpenAsync).WithSummary("Open a session with the token of a portal link").ProducesProblems(400);
        return sessions;
    }

    private static Results<Ok<PortalLink>, ProblemHttpResult> CreateAsync(
        Body<PortalLinkRequest>? wanted, NamedTenant tenant, HttpContext context, [AsParameters] PortalServices services)
    {
        if (tenant.Refusal is { } refusal)
        {
            return refusal;
        }

        var seconds = wanted?.Value.ExpiresIn ?? DefaultSeconds;
        if (seconds is not (>= MinSeconds and <= MaxSeconds))
        {
            return ProblemTypes.Unprocessable.With($"'expires_in' must be from {MinSeconds} to {MaxSeconds} seconds.");
        }

        if (services.Directory.FindTenant(tenant.Id) is not { } found)
        {
            return ProblemTypes.NotFound.With($"There is no tenant '{tenant.Id}'.");
        }

        if (services.Options.Value.BaseUrl is not { Length: > 0 } page)
        {
            return ProblemTypes.Conflict.With("There is no page to link to: the operator has to set Portal:BaseUrl to its address.");
        }

        var expiresAt = DateTimeOffset.FromUnixTimeSeconds(services.Time.GetUtcNow().ToUnixTimeSeconds() + seconds);
        var key = context.Features.Get<ApiPrincipal>()!.KeyId;
        var token = services.Tokens.Create(PortalTokens.Link, new PortalToken(tenant.Id, Guid.CreateVersion7(services.Time.GetUtcNow()), key, found.Since, expiresAt));
        return TypedResults.Ok(new PortalLink($"{page.TrimEnd('/')}/portal?token={token}", expiresAt));
    }

    private static async Task<Results<Ok<PortalSession>, ProblemHttpResult>> OpenAsync(
        Body<PortalSessionRequest> body, HttpContext context, [AsParameters] PortalServices services, CancellationToken cancellationToken)
    {
        if (body.Value.Token is not { } text)
        {
            return Challenge(context, ProblemTypes.MissingKey, "Send the token of a portal link as 'token'. POST /v1/tenants/{id}/portal-links makes one.");
        }

        if (!services.Directory.IsLoaded)
        {
            return ProblemTypes.Unavailable.RetryLater(context, ProblemTypes.CannotRead);
        }

        if (services.Tokens.Read(PortalTokens.Link, text) is not { } link
            || services.Sessions.PrincipalOf(link) is not { } principal
            || !await services.Links.UseAsync(link, cancellationToken))
        {
            return Challenge(context, ProblemTypes.WrongPortalToken, "The link has expired, was used before, or the key that made it was revoked. Ask for a new one where it came from.");
        }

        context.Features.Set(principal);
        var session = services.Tokens.Create(PortalTokens.Session, link with { Id = Guid.CreateVersion7(services.Time.GetUtcNow()) });
        return TypedResults.Ok(new PortalSession(link.TenantId, session, link.ExpiresAt));
    }

    private static ProblemHttpResult Challenge(HttpContext context, ProblemType type, string detail)
    {
        context.Response.Headers.WWWAuthenticate = ApiKeyMiddleware.Challenge;
        return type.With(detail);
    }
}
