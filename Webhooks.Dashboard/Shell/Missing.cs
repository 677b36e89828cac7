using Microsoft.AspNetCore.Diagnostics;
using Webhooks.Dashboard.Sessions;
using Webhooks.ServiceDefaults.Problems;

namespace Webhooks.Dashboard.Shell;

/// <summary>What is said where there is no page.</summary>
internal static class Missing
{
    public const string Title = "Nothing is here";

    /// <summary>The same answer for what is not there and for what is another's.</summary>
    public static Task ShowAsync(HttpContext context) =>
        ErrorPage.ShowAsync(context, StatusCodes.Status404NotFound, Title, "The address is wrong, or what it names is gone or is not yours.");

    /// <summary>Gives the answer of the filter of host names, which has no body, a page.</summary>
    public static Task ExplainHostAsync(StatusCodeContext answer) =>
        (answer.HttpContext.Response.StatusCode, answer.HttpContext.GetEndpoint()) is (StatusCodes.Status400BadRequest, null)
            ? ErrorPage.RefuseAsync(answer.HttpContext, RequestProblems.InvalidRequest, RouteProblems.ForeignHost)
            : Task.CompletedTask;

    /// <summary>Gives the answers that routing and the reading of forms make by themselves, which have no body, a page.</summary>
    public static Task ExplainAsync(StatusCodeContext answer)
    {
        var context = answer.HttpContext;
        return (context.Response.StatusCode, context.GetEndpoint()) switch
        {
            (StatusCodes.Status404NotFound, null) => ShowAsync(context),
            (StatusCodes.Status405MethodNotAllowed, not RouteEndpoint) => HttpMethods.IsPost(context.Request.Method)
                ? ErrorPage.ShowAsync(context, StatusCodes.Status405MethodNotAllowed, "Nothing is sent to this address", "It is a page to look at. Nothing was changed.")
                : ErrorPage.ShowAsync(context, StatusCodes.Status405MethodNotAllowed, "This is no page", "A form is sent to this address, and there is nothing to look at. Nothing was changed."),
            (StatusCodes.Status400BadRequest, { } page) when page.Metadata.GetMetadata<Access>() is not null =>
                ErrorPage.ShowAsync(context, StatusCodes.Status400BadRequest, "This form cannot be read", "It is none, or lacks what its page sends. Nothing was changed."),
            _ => Task.CompletedTask,
        };
    }
}
