using System.Net;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>Turns what the API refuses into a page, or after a form into a notice on the page before.</summary>
internal sealed partial class Failures(RequestDelegate next, ILogger<Failures> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (WebhooksApiException refused) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, refused);
        }
        catch (BadHttpRequestException refused) when (!context.Response.HasStarted)
        {
            await ErrorPage.ShowAsync(context, refused.StatusCode, "This request cannot be read", "A field has no value that could be meant.");
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is HttpRequestException or OperationCanceledException)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                LogAway(logger, failure);
                await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "The API does not answer", "Try again in a moment.");
            }
        }
    }

    private static async Task AnswerAsync(HttpContext context, WebhooksApiException refused)
    {
        switch (refused.Status)
        {
            case HttpStatusCode.Unauthorized:
                await SessionCookie.EndAsync(context);
                context.Response.Redirect("/sign-in?ended=1");
                break;
            case HttpStatusCode.NotFound when !HttpMethods.IsPost(context.Request.Method):
                await Missing.ShowAsync(context);
                break;
            default:
                await SayAsync(context, (int)refused.Status, refused.Title ?? "The API refused", refused.Detail ?? refused.Message);
                break;
        }
    }

    private static Task SayAsync(HttpContext context, int status, string title, string detail)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Features.Get<Session>() is null)
        {
            return ErrorPage.ShowAsync(context, status is 0 ? StatusCodes.Status502BadGateway : status, title, detail);
        }

        Notice.Give(context, new Notice(detail, IsError: true));
        context.Response.Redirect(BackPath.Of(context.Request));
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Warning, "The API does not answer.")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
