using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.AuditLog;

internal static class AuditLogPages
{
    private const int PageSize = 50;
    private const int ShortestId = 3;
    private const int LongestId = 50;

    public static void MapAuditLog(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit-log", ListAsync).RequireAccess(Access.Operator).Takes(new FormField("of", "Tenant's id"));

    private static async Task<RazorComponentResult<AuditLogView>> ListAsync(
        PageContext page, OperatorApi api, CancellationToken cancellationToken, string? of = null, string? token = null)
    {
        try
        {
            var entries = await api.Client.AuditLog.ListPageAsync(TenantOf(of), pageSize: PageSize, token: Entered.Text(token), cancellationToken: cancellationToken);
            return new(new { Page = page, Of = of ?? "", Entries = entries });
        }
        catch (WebhooksApiException nobody) when (nobody.Status == HttpStatusCode.NotFound && page.IsForPeople)
        {
            return new(new { Page = page, Of = of ?? "", Problem = $"There is no tenant '{of}', and there was none in the last 90 days. The tenants' page lists those that are there." }) { StatusCode = StatusCodes.Status404NotFound };
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (status, problem))
        {
            return new(new { Page = page, Of = of ?? "", Problem = problem }) { StatusCode = status };
        }
    }

    // One that is gone by now may be asked for, so that nobody can say whether there is one.
    private static string? TenantOf(string? of) => Entered.Text(of) switch
    {
        null => null,
        { Length: >= ShortestId and <= LongestId } id when id.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-') => id,
        _ => throw new FieldException($"'of' must be {ShortestId} to {LongestId} of a–z, 0–9 and hyphen."),
    };
}
