using System.Net;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.ServiceDefaults.Problems;

namespace Webhooks.Dashboard.Shell;

/// <summary>Turns what the API refuses into a page, or after a form into a notice on the page before.</summary>
internal sealed partial class Failures(RequestDelegate next, ActingKeys acting, ILogger<Failures> logger)
{
    private const string Meaningless = "A field has no value that could be meant.";
    private const string Unreadable = "This address cannot be read";

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
            await ShowUnreadableAsync(context, refused is FieldException ? refused.Message : Meaningless, refused.StatusCode);
        }
        catch (ArgumentException) when (!context.Response.HasStarted)
        {
            // The client asks the API for nothing that has no name.
            await (HttpMethods.IsPost(context.Request.Method) ? ShowUnreadableAsync(context, Meaningless) : Missing.ShowAsync(context));
        }
        catch (Exception failure) when (!context.Response.HasStarted && failure is HttpRequestException or OperationCanceledException)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                LogAway(logger, failure);
                await SayAsync(context, StatusCodes.Status503ServiceUnavailable, "The platform does not answer", "Try again in a moment.");
            }
        }
    }

    private static Task ShowUnreadableAsync(HttpContext context, string detail, int status = StatusCodes.Status400BadRequest) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.HasFormContentType
            ? ErrorPage.RefuseFormAsync(context, detail, status)
            : ErrorPage.ShowAsync(context, status, Unreadable, PageWords.Of(context, detail));

    private async Task AnswerAsync(HttpContext context, WebhooksApiException refused)
    {
        switch (refused.Status)
        {
            // The session by which an operator acts for a tenant has ended with that tenant; the operator's own goes on.
            case HttpStatusCode.Unauthorized when context.Features.Get<Session>() is { IsOperator: true } session
                && context.GetRouteValue(Access.TenantValue) is string tenant && acting.Forget(session, tenant):
                await SayAsync(context, StatusCodes.Status409Conflict, "The tenant is another one by now", "Nothing was changed. Look at it again, then send the form once more.");
                break;
            case HttpStatusCode.Unauthorized when !ErrorPage.CanBeShown(context.Request):
                await SessionCookie.EndAsync(context);
                await ErrorPage.ShowAsync(context, StatusCodes.Status401Unauthorized, "The session has ended", "Its key was revoked, or its time was over. Nothing was changed.", kind: ErrorPage.KindOf(refused));
                break;
            case HttpStatusCode.Unauthorized:
                await SessionCookie.EndAsync(context);
                context.Response.Redirect("/sign-in?ended=1");
                break;
            case HttpStatusCode.NotFound when !HttpMethods.IsPost(context.Request.Method) && ErrorPage.CanBeShown(context.Request):
                await Sought.ShowAsync(context, refused.Detail ?? refused.Message);
                break;
            default:
                await SayAsync(context, (int)refused.Status, TitleOf(context, refused.Status), PageWords.Of(context, refused.Detail ?? refused.Message), ErrorPage.KindOf(refused));
                break;
        }
    }

    private static string TitleOf(HttpContext context, HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => HttpMethods.IsPost(context.Request.Method) ? "This form is refused" : Unreadable,
        HttpStatusCode.NotFound => Missing.Title,
        HttpStatusCode.Forbidden when context.Features.Get<Session>() is { IsLink: true } => "Your link does not allow this",
        HttpStatusCode.Forbidden => "Your key does not allow this",
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => "This cannot be done right now",
        _ => "The platform refused",
    };

    private static Task SayAsync(HttpContext context, int status, string title, string detail, ProblemType? kind = null)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Features.Get<Session>() is null || !ErrorPage.CanBeShown(context.Request))
        {
            return ErrorPage.ShowAsync(context, status is 0 ? StatusCodes.Status502BadGateway : status, title, detail, kind: kind);
        }

        Notice.Give(context, new Notice(detail, IsError: true));
        context.Response.Redirect(BackPath.Of(context.Request));
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Warning, "The API does not answer.")]
    private static partial void LogAway(ILogger logger, Exception exception);
}
