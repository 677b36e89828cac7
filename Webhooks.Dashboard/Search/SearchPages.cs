using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Ids;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Search;

/// <summary>Any id leads to the page of what it names.</summary>
internal static class SearchPages
{
    public static void MapSearch(this IEndpointRouteBuilder routes) => routes.MapGet("/search", FindAnywhereAsync).RequireAccess(Access.Operator);

    public static void MapTenantSearch(this IEndpointRouteBuilder tenant) => tenant.MapGet("/search", FindAsync);

    private static async Task<IResult> FindAsync(PageContext page, HttpContext context, TenantApi api, CancellationToken cancellationToken, string? q = null)
    {
        if (TextOf(q) is not { } text)
        {
            return Results.LocalRedirect($"{page.TenantPath}/events");
        }

        if (await Places.GuessAsync(api.Read, page.TenantPath, text, cancellationToken) is { } path)
        {
            return Results.LocalRedirect(path);
        }

        await Sought.ShowAsync(context, $"'{text}' is no whole id, and no reference of an event.");
        return Results.Empty;
    }

    /// <summary>For whoever has an id and does not know whose it is.</summary>
    private static async Task<IResult> FindAnywhereAsync(PageContext page, OperatorApi api, CancellationToken cancellationToken, string? q = null)
    {
        if (TextOf(q) is not { } text)
        {
            return Results.LocalRedirect("/overview");
        }

        var found = await Finding.InEveryTenantAsync(api.Client, text, cancellationToken);
        return found is { Paths: [var only], IsWhole: true } ? Results.LocalRedirect(only)
            : new RazorComponentResult<SearchView>(new { Page = page, Text = text, Found = found, Hint = Sought.HintOf(IdKind.Plain(text), list: null, page.Now) })
            {
                StatusCode = found.Paths.Count == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
            };
    }

    private static string? TextOf(string? q) => Entered.Text(q) is not { Length: > Places.LongestReference } and var text
        ? text
        : throw new FieldException($"An id or a reference has {Places.LongestReference} characters at most.");
}
