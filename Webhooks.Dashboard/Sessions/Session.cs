using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Webhooks.Dashboard.Sessions;

/// <summary>Who is signed in, and the key that the API is asked with.</summary>
/// <param name="TenantId">Null for an operator.</param>
/// <param name="IsLink">By a portal link: such a session makes no keys and no links.</param>
/// <param name="OpenedBy">The <see cref="MarkOf"/> of that link.</param>
public sealed record Session(string Key, string? TenantId, bool IsLink = false, string? OpenedBy = null)
{
    private const string KeyClaim = "key";
    private const string TenantClaim = "tenant";
    private const string LinkClaim = "link";
    private const string OpenedByClaim = "opened-by";

    public bool IsOperator => TenantId is null;

    /// <summary>By which a link is known again.</summary>
    public static string MarkOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static Session? From(ClaimsPrincipal user) => user.FindFirstValue(KeyClaim) is { Length: > 0 } key
        ? new Session(key, user.FindFirstValue(TenantClaim), user.HasClaim(static claim => claim.Type == LinkClaim), user.FindFirstValue(OpenedByClaim))
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

        if (OpenedBy is not null)
        {
            identity.AddClaim(new Claim(OpenedByClaim, OpenedBy));
        }

        return new ClaimsPrincipal(identity);
    }
}
