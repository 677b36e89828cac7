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

    private static async Task<IResult> FindAsync(
        PageContext page, HttpContext context, TenantApi api, OperatorApi everywhere, CancellationToken cancellationToken, string? q = null)
    {
        if (TextOf(q) is not { } text)
        {
            return Results.LocalRedirect($"{page.TenantPath}/events");
        }

        if (page.Session!.IsOperator && await FindElsewhereAsync(page, api, everywhere, text, cancellationToken) is { } elsewhere)
        {
            return elsewhere;
        }

        if (await Places.GuessAsync(api.Read, page.TenantPath, text, cancellationToken) is { } path)
        {
            return Results.LocalRedirect(path);
        }

        await Sought.ShowAsync(context, $"'{text}' is no whole id, and no reference of an event.");
        return Results.Empty;
    }

    /// <summary>What an operator looks for at the wrong tenant; null where it is this one's, or nobody's.</summary>
    private static async Task<IResult?> FindElsewhereAsync(
        PageContext page, TenantApi api, OperatorApi everywhere, string text, CancellationToken cancellationToken)
    {
        if (await Places.FindAsync(api.Read, page.TenantPath, text, cancellationToken) is not null)
        {
            return null;
        }

        var found = await Finding.InEveryTenantAsync(everywhere.Client, text, cancellationToken);
        return found.Paths switch
        {
            [] => null,
            [var only] when only == page.TenantPath => Results.LocalRedirect(only),
            _ => View(page, text, found, api.TenantId),
        };
    }

    /// <summary>For whoever has an id and does not know whose it is.</summary>
    private static async Task<IResult> FindAnywhereAsync(PageContext page, HttpContext context, OperatorApi api, CancellationToken cancellationToken, string? q = null)
    {
        if (TextOf(q) is not { } text)
        {
            return Results.LocalRedirect("/overview");
        }

        var found = await Finding.InEveryTenantAsync(api.Client, text, cancellationToken);
        if (found.Paths.Count == 0 && !page.IsForPeople)
        {
            await Sought.ShowAsync(context, $"'{text}' is known to none of the tenants, neither as an id nor as a reference.");
            return Results.Empty;
        }

        return found is { Paths: [var only], IsWhole: true } ? Results.LocalRedirect(only) : View(page, text, found, unknownTo: null);
    }

    private static RazorComponentResult<SearchView> View(PageContext page, string text, Finding found, string? unknownTo) =>
        new(new { Page = page, Text = text, Found = found, UnknownTo = unknownTo, Hint = Sought.HintOf(IdKind.Plain(text), list: null, page.Now) })
        {
            StatusCode = found.Paths.Count == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
        };

    private static string? TextOf(string? q) => Entered.Text(q) is not { Length: > Places.LongestReference } and var text
        ? text
        : throw new FieldException($"An id or a reference has {Places.LongestReference} characters at most.");
}
