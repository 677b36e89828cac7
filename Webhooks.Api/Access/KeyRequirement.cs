using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>Endpoint metadata: whose API key a route takes.</summary>
internal sealed class KeyRequirement
{
    /// <summary>
    /// A tenant's; the route acts for that tenant. The administrator's does for reading, with the tenant named by <see cref="TenantParameter"/>.
    /// </summary>
    public static readonly KeyRequirement Tenant = new();

    /// <summary>The administrator's.</summary>
    public static readonly KeyRequirement Admin = new();

    /// <summary>Either; the handler decides by the tenant that the path names.</summary>
    public static readonly KeyRequirement Any = new();

    /// <summary>Nobody's: the body says by itself who may do this.</summary>
    public static readonly KeyRequirement None = new();

    public const string TenantParameter = "tenant";

    private KeyRequirement()
    {
    }

    /// <summary>True when an administrator may read with this method what the route shows a tenant.</summary>
    public bool LetsAdminRead(string method) => this == Tenant && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    /// <summary>Why the key does not do, or null when it does.</summary>
    public string? Refuses(ApiPrincipal principal, HttpRequest request)
    {
        if (this != Tenant)
        {
            return this == Admin && !principal.IsAdmin ? "This route needs the administrator's API key." : null;
        }

        return principal.IsAdmin ? RefusesAdmin(request)
            : request.Query.ContainsKey(TenantParameter) ? "'tenant' is the administrator's. Leave it out: the route acts for the tenant of the API key."
            : null;
    }

    private string? RefusesAdmin(HttpRequest request) =>
        !LetsAdminRead(request.Method) ? "This route acts for a tenant. Send a tenant's API key, not the administrator's."
        : !request.Query.ContainsKey(TenantParameter) ? "This route reads what a tenant has. Name the tenant with '?tenant=<id>'."
        : null;
}
