using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>
/// The tenant that a route of <see cref="KeyRequirement.Tenant"/> acts for: the one whose key came with the request, or whom the administrator
/// names to read.
/// </summary>
public sealed record CallingTenant(string Id)
{
    public static ValueTask<CallingTenant?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<ApiPrincipal>() is { TenantId: { } id } ? new CallingTenant(id) : context.Features.Get<CallingTenant>());
}
