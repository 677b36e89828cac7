using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>Endpoint metadata: whose API key a route takes.</summary>
internal sealed class KeyRequirement
{
    /// <summary>A tenant's; the route acts for that tenant.</summary>
    public static readonly KeyRequirement Tenant = new();

    /// <summary>The administrator's.</summary>
    public static readonly KeyRequirement Admin = new();

    /// <summary>Either; the handler decides by the tenant that the path names.</summary>
    public static readonly KeyRequirement Any = new();

    private KeyRequirement()
    {
    }

    /// <summary>Why the key does not do, or null when it does.</summary>
    public string? Refuses(ApiPrincipal principal) =>
        this == Tenant && principal.IsAdmin ? "This route acts for a tenant. Send a tenant's API key, not the administrator's."
        : this == Admin && !principal.IsAdmin ? "This route needs the administrator's API key."
        : null;
}
