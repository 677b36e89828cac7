using Microsoft.AspNetCore.Antiforgery;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>Lets a request to the page or form that it asks for, or not: the one place that decides.</summary>
internal sealed class Admission(RequestDelegate next, IAntiforgery forms)
{
    private static readonly UnreadForm Expired = new(
        StatusCodes.Status400BadRequest, "This form has expired", "Nothing was changed. Go back, load the page anew and send it again. Outside Development the page must be on https.");

    public async Task InvokeAsync(HttpContext context)
    {
        // Also where there is no page: its frame is the session's.
        var session = Session.From(context.User);
        context.Features.Set(session);
        if (context.GetEndpoint()?.Metadata.GetMetadata<Access>() is not { } access)
        {
            await next(context);
            return;
        }

        if (session is not null)
        {
            if (!access.Lets(session, context.GetRouteValue(Access.TenantValue) as string))
            {
                await Missing.ShowAsync(context);
                return;
            }
        }
        else if (!access.IsOpen)
        {
            var back = HttpMethods.IsGet(context.Request.Method) ? BackPath.Safe($"{context.Request.Path}{context.Request.QueryString}") : "/";
            context.Response.Redirect($"/sign-in?back={Uri.EscapeDataString(back)}");
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && await RefuseAsync(context) is { } refusal)
        {
            await ErrorPage.ShowAsync(context, refusal.Status, refusal.Title, refusal.Detail);
            return;
        }

        await next(context);
    }

    private async Task<UnreadForm?> RefuseAsync(HttpContext context) =>
        await UnreadForm.FindAsync(context.Request) is { } unread ? unread
        : !await forms.IsRequestValidAsync(context) ? Expired
        : UnreadForm.OfFields(context);
}
