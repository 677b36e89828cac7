using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.AuditLog;

internal static class AuditLogPages
{
    private const int PageSize = 50;

    public static void MapAuditLog(this IEndpointRouteBuilder routes) => routes.MapGet("/audit-log", ListAsync).RequireAccess(Access.Operator);

    private static async Task<RazorComponentResult<AuditLogView>> ListAsync(
        PageContext page, OperatorApi api, CancellationToken cancellationToken, string? of = null, string? token = null) =>
        new(new
        {
            Page = page,
            Of = of ?? "",
            Entries = await api.Client.AuditLog.ListPageAsync(string.IsNullOrWhiteSpace(of) ? null : of.Trim(), pageSize: PageSize, token: token, cancellationToken: cancellationToken),
        });
}
