using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.SignIn;

internal static class SignInPages
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Start).RequireAccess(Access.SignedIn);
        routes.MapGet("/sign-in", Show).RequireAccess(Access.Anyone).Takes(new FormField("ended", "ended") { Choices = ["1"] });
        routes.MapPost("/sign-in", SignInAsync).RequireAccess(Access.Anyone).RequireRateLimiting(SessionsRegistration.SignInLimit).Takes(new FormField("key", "API key"));
        routes.MapPost("/sign-in/local", SignInLocallyAsync).RequireAccess(Access.Anyone).RequireRateLimiting(SessionsRegistration.SignInLimit);
        routes.MapPortal();
        routes.MapPost("/sign-out", SignOutAsync).RequireAccess(Access.Anyone);
    }

    private static IResult Start(PageContext page) => Results.LocalRedirect(page.Session!.IsOperator ? "/overview" : page.TenantPath);

    private static RazorComponentResult<SignInView> Show(PageContext page, HttpContext context, LocalStack local, string? back = null, string? ended = null) =>
        string.IsNullOrEmpty(back) || BackPath.Safe(back) == back
            ? View(page, context, local, BackPath.Safe(back), string.IsNullOrEmpty(ended) ? null : "The session has ended: its key was revoked, or its time was over. Who came by a link goes back to where it was found, and asks for another.")
            : throw new FieldException("'back' must be a path of this site.");

    private static async Task<IResult> SignInAsync(
        PageContext page, SentForm form, HttpContext context, KeyHolders keys, LocalStack local, CancellationToken cancellationToken)
    {
        var back = BackPath.Of(context.Request);
        if (form["key"] is not { } key || await keys.FindAsync(key, cancellationToken) is not { } session)
        {
            var problem = form["key"] is null ? "“API key” is empty. Paste a key into it." : "There is no such key, or it was revoked.";
            if (!page.IsForPeople)
            {
                await ErrorPage.ShowAsync(context, StatusCodes.Status401Unauthorized, "Nobody is signed in", problem);
                return Results.Empty;
            }

            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return View(page, context, local, back, problem, isOfTheKey: true);
        }

        await SessionCookie.BeginAsync(context, session);
        return Results.LocalRedirect(back);
    }

    private static async Task<IResult> SignInLocallyAsync(HttpContext context, KeyHolders keys, LocalStack local, CancellationToken cancellationToken)
    {
        if (local.KeyFor(context) is not { } key || await keys.FindAsync(key, cancellationToken) is not { } session)
        {
            await Missing.ShowAsync(context);
            return Results.Empty;
        }

        await SessionCookie.BeginAsync(context, session);
        return Results.LocalRedirect(BackPath.Of(context.Request));
    }

    private static async Task SignOutAsync(HttpContext context)
    {
        await SessionCookie.EndAsync(context);
        context.Response.Redirect("/sign-in");
    }

    private static RazorComponentResult<SignInView> View(
        PageContext page, HttpContext context, LocalStack local, string back, string? problem, bool isOfTheKey = false) =>
        new(new { Page = page, Back = back, Problem = problem, IsOfTheKey = isOfTheKey, IsLocal = local.KeyFor(context) is not null });
}
