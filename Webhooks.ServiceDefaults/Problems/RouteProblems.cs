using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Webhooks.ServiceDefaults.Problems;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Gives the answers that routing and the server make by themselves, which have no body, a problem to read.</summary>
public static class RouteProblems
{
    /// <summary>Of the filter of host names.</summary>
    public const string ForeignHost = "The Host header names no host of this service. AllowedHosts lists them.";

    /// <summary>Place it before what answers.</summary>
    /// <param name="app">The service.</param>
    /// <param name="routes">A sentence that says where the routes are listed.</param>
    public static IApplicationBuilder UseRouteProblems(this IApplicationBuilder app, string? routes = null)
    {
        var listed = routes is null ? "" : " " + routes;
        return app.UseStatusCodePages(context => WriteAsync(context, listed));
    }

    private static Task WriteAsync(StatusCodeContext context, string listed)
    {
        var (http, request, response) = (context.HttpContext, context.HttpContext.Request, context.HttpContext.Response);
        var (type, detail) = response.StatusCode switch
        {
            StatusCodes.Status400BadRequest when http.GetEndpoint() is null => (RequestProblems.InvalidRequest, ForeignHost),
            StatusCodes.Status404NotFound => (RequestProblems.RouteNotFound, $"{request.Path} is not a route of this service.{listed}"),
            StatusCodes.Status405MethodNotAllowed => (
                RequestProblems.MethodNotAllowed, $"{request.Path} does not support {request.Method}. It supports {AllowHead(response.Headers)}.{AboutCase(request.Method)}"),
            StatusCodes.Status413PayloadTooLarge => (RequestProblems.TooLarge, "The body is larger than this route accepts."),
            StatusCodes.Status415UnsupportedMediaType => (RequestProblems.UnsupportedMediaType, "Send the body with Content-Type: application/json."),
            >= StatusCodes.Status500InternalServerError => (RequestProblems.Unexpected with { Status = response.StatusCode }, RequestProblems.ServersSide),
            var status => (RequestProblems.InvalidRequest with { Status = status }, $"The request could not be handled.{listed}"),
        };
        return type.WriteAsync(http, detail);
    }

    // As the rules of HTTP have marked it.
    private static string AboutCase(string method) => method.StartsWith('\'') ? " Names of methods are case-sensitive." : "";

    // HEAD is answered as GET is.
    private static string AllowHead(IHeaderDictionary headers)
    {
        var allowed = headers.Allow.ToString();
        if (allowed.Split(", ") is var methods && methods.Contains(HttpMethods.Get, StringComparer.Ordinal) && !methods.Contains(HttpMethods.Head, StringComparer.Ordinal))
        {
            headers.Allow = allowed = allowed + ", " + HttpMethods.Head;
        }

        return allowed;
    }
}
