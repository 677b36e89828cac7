using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Dashboard.SignIn;

internal static class SignInPages
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Start).RequireAccess(Access.SignedIn);
        routes.MapGet("/sign-in", Show).RequireAccess(Access.Anyone).Takes(new FormField("ended", "ended") { Choices = ["1"] });
        routes.MapPost("/sign-in", SignInAsync).RequireAccess(Access.Anyone).RequireRateLimiting(SessionsRegistration.SignInLimit).Takes(new FormField("key", "API key"));
        routes.MapPost("/sign-in/local", SignInLocallyAsync).RequireAccess(Access.Anyone).RequireRateLimiting(SessionsRegistration.SignInLimit);

        // Mailers add parameters of their own to a link.
        routes.MapGet("/portal", OpenAsync).RequireAccess(Access.Anyone).RequireRateLimiting(SessionsRegistration.SignInLimit).WithMetadata(QueryForm.Any);
        routes.MapPost("/sign-out", SignOutAsync).RequireAccess(Access.Anyone);
    }

    private static IResult Start(PageContext page) => Results.LocalRedirect(page.Session!.IsOperator ? "/overview" : page.TenantPath);

    private static RazorComponentResult<SignInView> Show(PageContext page, HttpContext context, LocalStack local, string? back = null, string? ended = null) =>
        string.IsNullOrEmpty(back) || BackPath.Safe(back) == back
            ? View(page, context, local, BackPath.Safe(back), string.IsNullOrEmpty(ended) ? null : "The session has ended: its key was revoked, or its time was over.")
            : throw new FieldException("'back' must be a path of this site.");

    private static async Task<IResult> SignInAsync(
        PageContext page, SentForm form, HttpContext context, KeyHolders keys, LocalStack local, CancellationToken cancellationToken)
    {
        var back = BackPath.Of(context.Request);
        if (form["key"] is not { } key || await keys.FindAsync(key, cancellationToken) is not { } session)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return View(page, context, local, back, "There is no such key, or it was revoked.");
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

    /// <summary>By a link that the product has made for somebody whom it knows.</summary>
    private static async Task OpenAsync(HttpContext context, WebhooksClient client, KeyHolders keys, CancellationToken cancellationToken, string? token = null)
    {
        // Programs that look at links before people do would use it up.
        if (context.IsHead())
        {
            context.Response.Redirect("/");
            return;
        }

        if (Prefetch.IsAsked(context.Request.Headers))
        {
            await ErrorPage.ShowAsync(context, StatusCodes.Status503ServiceUnavailable, "This link opens when it is followed", "It opens once, and so not for a browser that only looks ahead.");
            return;
        }

        if (token?.Contains('\0', StringComparison.Ordinal) is true || context.Request.Query[nameof(token)].Count > 1)
        {
            await ErrorPage.RefuseAddressAsync(context, "'token' holds U+0000, or is given several times.");
            return;
        }

        try
        {
            var opened = await client.Portal.OpenSessionAsync(token ?? "", cancellationToken);
            await SessionCookie.BeginAsync(context, new Session(opened.Session, opened.TenantId, IsLink: true, Session.MarkOf(token ?? "")), opened.ExpiresAt);
            context.Response.Redirect($"/tenants/{opened.TenantId}");
        }
        catch (WebhooksApiException refused) when ((int)refused.Status is >= 400 and < 500)
        {
            // Whom it has let in already, goes on: by that session, while the API knows it.
            if (Session.From(context.User) is { } session && session.OpenedBy == Session.MarkOf(token ?? "")
                && await keys.FindAsync(session.Key, cancellationToken) is { TenantId: { } tenant })
            {
                context.Response.Redirect($"/tenants/{tenant}");
                return;
            }

            await ErrorPage.ShowAsync(
                context, StatusCodes.Status401Unauthorized, "This link opens nothing", "It was used, or its time is over. Go back to where you found it and ask for another.");
        }
    }

    private static async Task SignOutAsync(HttpContext context)
    {
        await SessionCookie.EndAsync(context);
        context.Response.Redirect("/sign-in");
    }

    private static RazorComponentResult<SignInView> View(PageContext page, HttpContext context, LocalStack local, string back, string? problem) =>
        new(new { Page = page, Back = back, Problem = problem, IsLocal = local.KeyFor(context) is not null });
}
