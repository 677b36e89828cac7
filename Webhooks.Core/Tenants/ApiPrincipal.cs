namespace Webhooks.Core.Tenants;

/// <summary>Whom an API key speaks for: a tenant, or the administrator when there is none.</summary>
public sealed record ApiPrincipal(string? TenantId)
{
    public static readonly ApiPrincipal Admin = new((string?)null);

    public bool IsAdmin => TenantId is null;
}
