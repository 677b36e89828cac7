using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Endpoints;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.DeadLetters;

internal static class DeadLetterPages
{
    private const int PageSize = 50;

    public static void MapDeadLetters(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/dead-letters", ListAsync);
        tenant.MapPost("/dead-letters/{id}/replay", ReplayAsync);
        tenant.MapPost("/dead-letters/{id}/delete", DeleteAsync);
    }

    private static async Task<RazorComponentResult<DeadLettersView>> ListAsync(
        PageContext page, TenantApi api, CancellationToken cancellationToken, string? token = null)
    {
        var letters = await api.Read.DeadLetters.ListPageAsync(PageSize, Entered.Text(token), cancellationToken);
        var obstacles = await Obstacles.FindAsync(api.Read, letters.Items.Count > 0, cancellationToken);
        return new(new { Page = page, Letters = letters, Obstacles = obstacles, IsFirst = string.IsNullOrEmpty(token) });
    }

    private static async Task<IResult> ReplayAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).DeadLetters.ReplayAsync(id, cancellationToken);
        return page.Done("It is sent again.");
    }

    private static async Task<IResult> DeleteAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).DeadLetters.DeleteAsync(id, cancellationToken);
        return page.Done("The letter is removed; its delivery stays failed.");
    }
}
