using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Sessions;
using Webhooks.ServiceDefaults.Problems;

namespace Webhooks.Dashboard.Shell;

internal static class ErrorPage
{
    /// <param name="back">Where a form was sent from; null leads to the page itself where its query is at fault, else to the start.</param>
    public static Task ShowAsync(HttpContext context, int status, string title, string detail, string? back = null)
    {
        back ??= status == StatusCodes.Status400BadRequest && context.Request.QueryString.HasValue ? BackPath.Safe(context.Request.Path) : null;
        var page = new RazorComponentResult<ErrorView>(new { Page = PageContext.Of(context), Title = title, Detail = detail, Back = back }) { StatusCode = status };
        return page.ExecuteAsync(context);
    }

    /// <summary>To browsers as a page, to programs as a problem: what is no request for a page.</summary>
    public static Task RefuseAsync(HttpContext context, ProblemType type, string detail) => CanBeShown(context.Request)
        ? ShowAsync(context, type.Status, type.Status == StatusCodes.Status405MethodNotAllowed ? "This is done to no page" : "This request cannot be read", $"{detail} Nothing was changed.", back: "/")
        : type.WriteAsync(context, detail);

    /// <summary>To people as a page, to programs as a problem.</summary>
    public static Task RefuseAddressAsync(HttpContext context, string detail) => context.GetEndpoint()?.Metadata.GetMetadata<Access>() is null
        ? RequestProblems.InvalidRequest.WriteAsync(context, detail)
        : ShowAsync(context, StatusCodes.Status400BadRequest, "This address cannot be read", $"{detail} Nothing was changed.");

    /// <summary>What a form says cannot be meant.</summary>
    public static Task RefuseFormAsync(HttpContext context, string detail, int status = StatusCodes.Status400BadRequest) =>
        ShowAsync(context, status, "This form cannot be read", $"{PageWords.Of(context, detail)} Nothing was changed.", BackPath.Of(context.Request));

    // Programs take anything, or say nothing of it; a browser names what it shows. No page is made for an address that is none.
    private static bool CanBeShown(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate($"http://{request.Host.Value}/", UriKind.Absolute, out _);
}
