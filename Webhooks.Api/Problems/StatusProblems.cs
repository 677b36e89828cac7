using Microsoft.AspNetCore.Diagnostics;

namespace Webhooks.Api.Problems;

/// <summary>Gives the answers that routing and the server make by themselves, which have no body, a problem to read.</summary>
internal static class StatusProblems
{
    public static Task WriteAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var (type, detail) = http.Response.StatusCode switch
        {
            400 when http.GetEndpoint() is null => (ProblemTypes.InvalidRequest, "The Host header names no host of this API. AllowedHosts lists them."),
            404 => (ProblemTypes.RouteNotFound, $"{http.Request.Path} is not a route of this API. The routes are listed at /openapi/v1.json and /docs."),
            405 => (ProblemTypes.MethodNotAllowed, $"{http.Request.Path} does not support {http.Request.Method}. It supports {AllowHead(http.Response.Headers)}.{AboutCase(http.Request.Method)}"),
            413 => (ProblemTypes.TooLarge, "The body is larger than this route accepts."),
            415 => (ProblemTypes.UnsupportedMediaType, "Send the body with Content-Type: application/json."),
            >= 500 => (ProblemTypes.Unexpected with { Status = http.Response.StatusCode }, "The request failed on the server's side."),
            var status => (ProblemTypes.InvalidRequest with { Status = status }, "The request could not be handled. The routes are described at /docs."),
        };
        return type.WriteAsync(http, detail);
    }

    // As the rules of HTTP have marked it.
    private static string AboutCase(string method) => method.StartsWith('\'') ? " Names of methods are case-sensitive." : "";

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
