using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Sessions;
using Webhooks.ServiceDefaults.Problems;

namespace Webhooks.Dashboard.Shell;

internal static class ErrorPage
{
    public static Task ShowAsync(HttpContext context, int status, string title, string detail)
    {
        var page = new RazorComponentResult<ErrorView>(new { Page = PageContext.Of(context), Title = title, Detail = detail }) { StatusCode = status };
        return page.ExecuteAsync(context);
    }

    /// <summary>To people as a page, to programs as a problem.</summary>
    public static Task RefuseAddressAsync(HttpContext context, string detail) => context.GetEndpoint()?.Metadata.GetMetadata<Access>() is null
        ? RequestProblems.InvalidRequest.WriteAsync(context, detail)
        : ShowAsync(context, StatusCodes.Status400BadRequest, "This address cannot be read", $"{detail} Nothing was changed.");
}
