using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.ServiceDefaults.Problems;

namespace Webhooks.Dashboard.Shell;

/// <summary>What went wrong: to browsers as a page, to programs as a problem.</summary>
internal static class ErrorPage
{
    /// <param name="back">Where a form was sent from; null leads to the page itself where its query is at fault, else to the start.</param>
    /// <param name="kind">Of the problem, where it is the API's; null where it is this page's.</param>
    public static Task ShowAsync(HttpContext context, int status, string title, string detail, string? back = null, ProblemType? kind = null)
    {
        if (!CanBeShown(context.Request))
        {
            return (kind ?? KindOf(status)).WriteAsync(context, $"{title}. {detail}");
        }

        back ??= status == StatusCodes.Status400BadRequest && context.Request.QueryString.HasValue ? BackPath.Safe(context.Request.Path) : null;
        var page = new RazorComponentResult<ErrorView>(new { Page = PageContext.Of(context), Title = title, Detail = detail, Back = back }) { StatusCode = status };
        return page.ExecuteAsync(context);
    }

    /// <summary>What is no request for a page.</summary>
    public static Task RefuseAsync(HttpContext context, ProblemType type, string detail) => CanBeShown(context.Request)
        ? ShowAsync(context, type.Status, type.Status == StatusCodes.Status405MethodNotAllowed ? "This is done to no page" : "This request cannot be read", $"{detail} Nothing was changed.", back: "/")
        : type.WriteAsync(context, detail);

    public static Task RefuseAddressAsync(HttpContext context, string detail) => context.GetEndpoint()?.Metadata.GetMetadata<Access>() is null
        ? RequestProblems.InvalidRequest.WriteAsync(context, detail)
        : ShowAsync(context, StatusCodes.Status400BadRequest, "This address cannot be read", $"{detail} Nothing was changed.");

    /// <summary>What a form says cannot be meant.</summary>
    public static Task RefuseFormAsync(HttpContext context, string detail, int status = StatusCodes.Status400BadRequest) =>
        ShowAsync(context, status, "This form cannot be read", $"{PageWords.Of(context, detail)} Nothing was changed.", BackPath.Of(context.Request));

    /// <summary>Programs take anything, or say nothing of it; a browser names what it shows. No page is made for an address that is none.</summary>
    public static bool CanBeShown(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate($"http://{request.Host.Value}/", UriKind.Absolute, out _);

    /// <summary>Of the API's problem; null where its answer was none.</summary>
    public static ProblemType? KindOf(WebhooksApiException refused) =>
        refused is { Slug: { Length: > 0 } slug, Title: { } title } ? new ProblemType((int)refused.Status, slug, title) : null;

    private static ProblemType KindOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => RequestProblems.RouteNotFound,
        StatusCodes.Status405MethodNotAllowed => RequestProblems.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => RequestProblems.TooLarge,
        >= StatusCodes.Status500InternalServerError => RequestProblems.Unexpected with { Status = status },
        _ => RequestProblems.InvalidRequest with { Status = status },
    };
}
