using System.Security.Claims;

namespace Webhooks.Dashboard.Sessions;

/// <summary>Who is signed in, and the key that the API is asked with.</summary>
/// <param name="TenantId">Null for an operator.</param>
/// <param name="IsLink">By a portal link: such a session makes no keys and no links.</param>
public sealed record Session(string Key, string? TenantId, bool IsLink = false)
{
    private const string KeyClaim = "key";
    private const string TenantClaim = "tenant";
    private const string LinkClaim = "link";

    public bool IsOperator => TenantId is null;

    public static Session? From(ClaimsPrincipal user) => user.FindFirstValue(KeyClaim) is { Length: > 0 } key
        ? new Session(key, user.FindFirstValue(TenantClaim), user.HasClaim(static claim => claim.Type == LinkClaim))
        : null;

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(KeyClaim, Key)], scheme);
        if (TenantId is not null)
        {
            identity.AddClaim(new Claim(TenantClaim, TenantId));
        }

        if (IsLink)
        {
            identity.AddClaim(new Claim(LinkClaim, "1"));
        }

        return new ClaimsPrincipal(identity);
    }
}
