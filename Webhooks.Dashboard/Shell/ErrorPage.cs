using Microsoft.AspNetCore.Http.HttpResults;

namespace Webhooks.Dashboard.Shell;

internal static class ErrorPage
{
    public static Task ShowAsync(HttpContext context, int status, string title, string detail)
    {
        var page = new RazorComponentResult<ErrorView>(new { Page = PageContext.Of(context), Title = title, Detail = detail }) { StatusCode = status };
        return page.ExecuteAsync(context);
    }
}
