using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Answers HEAD as GET: the server leaves the body out by itself.</summary>
public static class HeadRequests
{
    /// <summary>Place it before routing.</summary>
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) => app.Use(static next => context =>
        HttpMethods.IsHead(context.Request.Method) ? AsGetAsync(next, context) : next(context));

    /// <summary>True when nobody will see the body of the answer.</summary>
    public static bool IsHead(this HttpContext context) => context.Features.Get<HeadRequest>() is not null;

    private static async Task AsGetAsync(RequestDelegate next, HttpContext context)
    {
        context.Features.Set(new HeadRequest());
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }

    private sealed class HeadRequest;
}
