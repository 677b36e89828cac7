using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Tenants;

/// <summary>With the session's own key, which the API lets an administrator use for any tenant here.</summary>
internal static class TenantKeyPages
{
    private const int PageSize = 50;

    public static void MapTenantKeys(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/keys", ListAsync);
        tenant.MapPost("/keys", CreateAsync);
        tenant.MapPost("/keys/{prefix}/revoke", RevokeAsync);
    }

    private static async Task<RazorComponentResult<TenantKeysView>> ListAsync(
        PageContext page, OperatorApi api, string tenant, CancellationToken cancellationToken, string? token = null) =>
        new(new { Page = page, Keys = await api.Client.Tenants.ListKeysPageAsync(tenant, PageSize, Entered.Text(token), cancellationToken) });

    private static async Task<RazorComponentResult<SecretView>> CreateAsync(PageContext page, OperatorApi api, string tenant, CancellationToken cancellationToken)
    {
        var created = await api.Client.Tenants.CreateKeyAsync(tenant, cancellationToken);
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["API key"] = created.Key };
        return new(new { Page = page, Title = "The new key", Secrets = secrets, Next = $"{page.TenantPath}/keys" });
    }

    private static async Task<IResult> RevokeAsync(PageContext page, OperatorApi api, string tenant, string prefix, CancellationToken cancellationToken)
    {
        await api.Client.Tenants.RevokeKeyAsync(prefix, tenant, cancellationToken);
        return page.Done("The key is revoked.");
    }
}
