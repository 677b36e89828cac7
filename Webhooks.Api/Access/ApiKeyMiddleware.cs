using Webhooks.Api.Portal;
using Webhooks.Api.Problems;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>
/// Finds out whom a request's API key, or the session of a portal, speaks for. The one SHA-256 and one lookup in memory that this takes are why it is
/// not an authentication handler: that one's scheme look-ups and claims cost several times as much on every event posted.
/// </summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ConfigDirectory directory, PortalSessions sessions)
{
    public const string Challenge = "Bearer realm=\"webhooks\"";

    private const string Scheme = "Bearer ";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<KeyRequirement>() is not { } required || required == KeyRequirement.None)
        {
            return next(context);
        }

        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ChallengeAsync(context, ProblemTypes.MissingKey, "Send your API key in the header 'Authorization: Bearer <api key>'.");
        }

        var key = header.AsSpan(Scheme.Length).Trim();
        if (Find(key) is not { } principal)
        {
            return !directory.IsLoaded ? ProblemTypes.Unavailable.WriteAsync(context, ProblemTypes.DatabaseAway)
                : PortalSessions.IsSession(key) ? ChallengeAsync(context, ProblemTypes.WrongKey, "The session has ended. Open the portal by a new link.")
                : ChallengeAsync(context, ProblemTypes.WrongKey, "The API key is unknown or was revoked. Check it, or ask the administrator for a new one.");
        }

        principal.NoteUse();
        context.Features.Set(principal);
        if ((required.Refuses(principal, context.Request) ?? RefusesSession(principal, context)) is { } reason)
        {
            return ProblemTypes.Forbidden.WriteAsync(context, reason);
        }

        return principal.IsAdmin && required.LetsAdminRead(context.Request.Method) ? ReadAsAdminAsync(context) : next(context);
    }

    private Task ReadAsAdminAsync(HttpContext context)
    {
        // What is empty or repeated is refused by its name, as any parameter.
        if (context.Request.Query[KeyRequirement.TenantParameter] is not [{ Length: > 0 } tenantId])
        {
            return next(context);
        }

        if (directory.FindTenant(tenantId) is null)
        {
            return ProblemTypes.NotFound.WriteAsync(context, ProblemTypes.NoSuchTenant);
        }

        context.Features.Set(new CallingTenant(tenantId));
        return next(context);
    }

    private static string? RefusesSession(ApiPrincipal principal, HttpContext context) =>
        principal.IsSession && context.GetEndpoint()?.Metadata.GetMetadata<KeysOnly>() is not null
            ? "A portal's session may not do this. Send an API key."
            : null;

    private ApiPrincipal? Find(ReadOnlySpan<char> key)
    {
        if (PortalSessions.IsSession(key))
        {
            return sessions.Find(key);
        }

        Span<byte> hash = stackalloc byte[ApiKeys.HashBytes];
        ApiKeys.Hash(key, hash);
        return directory.FindPrincipal(ApiKeyHash.From(hash));
    }

    private static Task ChallengeAsync(HttpContext context, ProblemType type, string detail)
    {
        context.Response.Headers.WWWAuthenticate = Challenge;
        return type.WriteAsync(context, detail);
    }
}
