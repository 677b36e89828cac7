using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>The tenant whose key came with the request, on routes that take <see cref="KeyRequirement.Tenant"/>.</summary>
public sealed record CallingTenant(string Id)
{
    public static ValueTask<CallingTenant?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<ApiPrincipal>() is { TenantId: { } id } ? new CallingTenant(id) : null);
}
