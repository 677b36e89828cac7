using Microsoft.AspNetCore.Antiforgery;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>Lets a request to the page or form that it asks for, or not: the one place that decides.</summary>
internal sealed class Admission(RequestDelegate next, IAntiforgery forms)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<Access>() is not { } access)
        {
            await next(context);
            return;
        }

        if (Session.From(context.User) is { } session)
        {
            context.Features.Set(session);
            if (!access.Lets(session, context.GetRouteValue(Access.TenantValue) as string))
            {
                await Missing.ShowAsync(context);
                return;
            }
        }
        else if (!access.IsOpen)
        {
            var back = HttpMethods.IsGet(context.Request.Method) ? $"{context.Request.Path}{context.Request.QueryString}" : "/";
            context.Response.Redirect($"/sign-in?back={Uri.EscapeDataString(back)}");
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !await IsOursAsync(context))
        {
            await ErrorPage.ShowAsync(
                context, StatusCodes.Status400BadRequest, "This form has expired", "Nothing was changed. Go back, load the page anew and send it again. Outside Development the page must be on https.");
            return;
        }

        await next(context);
    }

    private async Task<bool> IsOursAsync(HttpContext context)
    {
        try
        {
            return await forms.IsRequestValidAsync(context);
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // Too long, of too many fields, cut, in no charset: the framework has an exception for each.
            return false;
        }
    }
}
