using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Dashboard.SignIn;

/// <summary>By a link that the product has made for somebody whom it knows. It opens once, and so for people alone.</summary>
internal static class PortalPages
{
    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        // Mailers add parameters of their own to a link.
        routes.MapGet("/portal", FollowAsync).RequireAccess(Access.Anyone).RequireRateLimiting(SessionsRegistration.PortalLimit).WithMetadata(QueryForm.Any);
        routes.MapPost("/portal", OpenByFormAsync).RequireAccess(Access.Anyone).RequireRateLimiting(SessionsRegistration.PortalLimit).Takes(new FormField("token", "link"));
    }

    private static async Task FollowAsync(
        HttpContext context, WebhooksClient client, KeyHolders keys, IOptions<DashboardOptions> options, CancellationToken cancellationToken, string? token = null)
    {
        // Programs that look at links before people do would use it up.
        if (context.IsHead())
        {
            context.Response.Redirect("/");
            return;
        }

        if (Visitor.IsPrefetching(context.Request.Headers))
        {
            await ErrorPage.ShowAsync(context, StatusCodes.Status503ServiceUnavailable, "This link opens when it is followed", "It opens once, and so not for a browser that only looks ahead.");
            return;
        }

        if (RefuseToken(token, context.Request.Query[nameof(token)].Count) is { } refusal)
        {
            await ErrorPage.RefuseAddressAsync(context, $"{refusal} Open the link as it was sent to you.");
            return;
        }

        // Where no product may show the pages in a frame, nobody would see in one what the link has opened.
        if (Visitor.MayBeAProgram(context.Request.Headers) || (Visitor.IsFramed(context.Request.Headers) && string.IsNullOrEmpty(options.Value.EmbeddingOrigins)))
        {
            await new RazorComponentResult<PortalView>(new { Page = PageContext.Of(context), Token = token ?? "" }).ExecuteAsync(context);
            return;
        }

        await OpenAsync(context, client, keys, token ?? "", cancellationToken);
    }

    private static string? RefuseToken(string? token, int count) =>
        count > 1 ? $"'token' is given {count} times, and a link has one."
        : token?.Contains('\0', StringComparison.Ordinal) is true ? "'token' holds U+0000, which no link does."
        : null;

    private static Task OpenByFormAsync(HttpContext context, SentForm form, WebhooksClient client, KeyHolders keys, CancellationToken cancellationToken) =>
        OpenAsync(context, client, keys, form.Required("token"), cancellationToken);

    private static async Task OpenAsync(HttpContext context, WebhooksClient client, KeyHolders keys, string token, CancellationToken cancellationToken)
    {
        try
        {
            var opened = await client.Portal.OpenSessionAsync(token, cancellationToken);
            await SessionCookie.BeginAsync(context, new Session(opened.Session, opened.TenantId, IsLink: true, Session.MarkOf(token)), opened.ExpiresAt);
            context.Response.Redirect($"/tenants/{opened.TenantId}");
        }
        catch (WebhooksApiException refused) when ((int)refused.Status is >= 400 and < 500)
        {
            // Whom it has let in already, goes on: by that session, while the API knows it.
            if (Session.From(context.User) is { } session && session.OpenedBy == Session.MarkOf(token)
                && await keys.FindAsync(session.Key, cancellationToken) is { TenantId: { } tenant })
            {
                context.Response.Redirect($"/tenants/{tenant}");
                return;
            }

            await ErrorPage.ShowAsync(
                context, StatusCodes.Status401Unauthorized, "This link opens nothing", "It was used, or its time is over. Go back to where you found it and ask for another.", kind: ErrorPage.KindOf(refused));
        }
    }
}
