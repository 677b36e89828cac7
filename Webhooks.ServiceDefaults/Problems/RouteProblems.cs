using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Webhooks.ServiceDefaults.Problems;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gives the answers that routing makes by itself, which have no body, a problem to read.</summary>
public static class RouteProblems
{
    /// <summary>Place it before what answers.</summary>
    public static IApplicationBuilder UseRouteProblems(this IApplicationBuilder app) => app.UseStatusCodePages(WriteAsync);

    private static Task WriteAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var (type, detail) = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound when http.GetEndpoint() is null => (RequestProblems.RouteNotFound, $"{http.Request.Path} is not a route of this service."),
            StatusCodes.Status405MethodNotAllowed => (
                RequestProblems.MethodNotAllowed, $"{http.Request.Path} does not support {http.Request.Method}. It supports {http.Response.Headers.Allow}."),
            var status => (RequestProblems.InvalidRequest with { Status = status }, "The request could not be handled."),
        };
        return type.WriteAsync(http, detail);
    }
}
