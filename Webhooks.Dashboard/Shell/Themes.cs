using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>Light, dark, or as the browser is.</summary>
internal static class Themes
{
    private const string Cookie = "webhooks-theme";
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public static string? Of(HttpRequest request) => request.Cookies[Cookie] is "light" or "dark" ? request.Cookies[Cookie] : null;

    public static void MapThemes(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/theme", Set).RequireAccess(Access.Anyone).Takes(new FormField("theme", "Theme") { Choices = ["light", "dark", "auto"] });

    private static IResult Set(HttpContext context, SentForm form, CookieRule cookies)
    {
        context.Response.Cookies.Append(Cookie, form.Required("theme"), cookies.Short(Lifetime));
        return Results.LocalRedirect(BackPath.Of(context.Request));
    }
}
