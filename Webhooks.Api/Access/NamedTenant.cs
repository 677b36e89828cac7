using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Problems;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>The tenant that a path names, by id or as <c>current</c>, and whether the caller may act on it.</summary>
/// <param name="Refusal">Null when the caller may.</param>
public sealed record NamedTenant(string Id, ProblemHttpResult? Refusal)
{
    private const string Current = "current";

    public static ValueTask<NamedTenant?> BindAsync(HttpContext context)
    {
        var named = context.GetRouteValue("tenantId") as string ?? Current;
        return ValueTask.FromResult(context.Features.Get<ApiPrincipal>() is { } principal ? Resolve(principal, named) : null);
    }

    private static NamedTenant Resolve(ApiPrincipal principal, string named) => (principal.TenantId, named) switch
    {
        (null, Current) => new(named, ProblemTypes.Forbidden.With("The administrator's key has no tenant of its own. Name the tenant in the path.")),
        (null, _) => new(named, null),
        var (own, _) when named == Current || named == own => new(own, null),
        _ => new(named, ProblemTypes.Forbidden.With("The API key belongs to another tenant. Use /v1/tenants/current for your own.")),
    };
}
