using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Webhooks.ServiceDefaults.Problems;
using Webhooks.ServiceDefaults.Requests;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Refuses, with a problem to read, what the server lets pass though HTTP does not have it or nothing here does what it asks.</summary>
public static class HttpRules
{
    // What the server makes of a Content-Length beside a Transfer-Encoding, RFC 9112 §6.3.
    private const string SetAsideLength = "X-Content-Length";

    /// <summary>Place it before routing.</summary>
    /// <param name="app">The service.</param>
    /// <param name="refuse">Answers with a kind of problem and a sentence; null writes a problem.</param>
    public static IApplicationBuilder UseHttpRules(this IApplicationBuilder app, Func<HttpContext, ProblemType, string, Task>? refuse = null)
    {
        refuse ??= static (context, type, sentence) => type.WriteAsync(context, sentence);
        return app.Use(next => context => InvokeAsync(next, context, refuse));
    }

    private static Task InvokeAsync(RequestDelegate next, HttpContext context, Func<HttpContext, ProblemType, string, Task> refuse)
    {
        var (request, target) = (context.Request, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (target == "*" || HttpMethods.IsConnect(request.Method))
        {
            return RefuseServerWideAsync(context, refuse);
        }

        if (RefuseFraming(request) is var (kind, unclear))
        {
            return CloseAsync(context, refuse, RequestProblems.InvalidRequest with { Status = kind }, unclear);
        }

        if (!HostNames.Settle(context))
        {
            return CloseAsync(context, refuse, RequestProblems.InvalidRequest, "The Host header is no host, or has a port above 65535. The connection is closed.");
        }

        // Answers are sent whole, but for files, which say so by themselves, RFC 9110 §14.3.
        if (request.Headers.Range.Count > 0)
        {
            context.Response.Headers.AcceptRanges = "none";
        }

        if (Refuse(request, target) is var (status, refusal))
        {
            return refuse(context, RequestProblems.InvalidRequest with { Status = status }, refusal);
        }

        // Names of methods are case-sensitive, RFC 9110 §9.1, and routes would compare them otherwise. No name has a quote.
        if (request.Method.AsSpan().ContainsAnyInRange('a', 'z'))
        {
            request.Method = $"'{request.Method}'";
        }

        return next(context);
    }

    private static (int Status, string Sentence)? Refuse(HttpRequest request, string target)
    {
        if (!PercentEncoding.IsUtf8(target))
        {
            return (StatusCodes.Status400BadRequest, "The path or the query holds a '%' without two hexadecimal digits behind it, or bytes that are no UTF-8. Percent-encode each byte of UTF-8 text; a percent sign itself is %25.");
        }

        if (request.Headers.Expect is { Count: > 0 } expected && !expected.ToString().Equals("100-continue", StringComparison.OrdinalIgnoreCase))
        {
            return (StatusCodes.Status417ExpectationFailed, "Expect may be 100-continue, once. Nothing else can be expected here: leave it out.");
        }

        if (request.Headers.Authorization is { Count: > 1 } keys)
        {
            return (StatusCodes.Status400BadRequest, $"There are {keys.Count} Authorization headers. Send the one that is meant.");
        }

        return CorrelationId.Refuse(request.Headers) is { } wrong ? (StatusCodes.Status400BadRequest, wrong) : RefusedHeaders.In(request);
    }

    private static (int Status, string Sentence)? RefuseFraming(HttpRequest request)
    {
        if (request.Headers.TransferEncoding is not { Count: > 0 } coding)
        {
            // The server itself asks for the length of a POST or a PUT, and takes it that no other method sends anything.
            return HttpProtocol.IsHttp10(request.Protocol) && request.ContentLength is null && !IsOftenBare(request.Method)
                ? (StatusCodes.Status411LengthRequired, $"{ServerReasons.LengthMissing} The connection is closed.")
                : null;
        }

        if (HttpProtocol.IsHttp10(request.Protocol))
        {
            return (StatusCodes.Status400BadRequest, "HTTP/1.0 has no Transfer-Encoding, RFC 9112 §6.1: send Content-Length, or HTTP/1.1. The connection is closed.");
        }

        // The server reads the last coding alone. Whoever stands before it may have read all of them, and found another end of the body.
        return !coding.ToString().Equals("chunked", StringComparison.OrdinalIgnoreCase)
            ? (StatusCodes.Status400BadRequest, "The server cannot read the request: of Transfer-Encoding it knows 'chunked' alone, once. What is compressed says so in Content-Encoding. The connection is closed.")
            : request.Headers.ContainsKey(SetAsideLength)
                ? (StatusCodes.Status400BadRequest, "The request has both Content-Length and Transfer-Encoding, each with an end of the body of its own. Send one of them. The connection is closed.")
                : null;
    }

    private static bool IsOftenBare(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsDelete(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private static Task RefuseServerWideAsync(HttpContext context, Func<HttpContext, ProblemType, string, Task> refuse)
    {
        context.Response.Headers.Allow = RequestProblems.Methods;
        return CloseAsync(
            context,
            refuse,
            RequestProblems.MethodNotAllowed,
            HttpMethods.IsConnect(context.Request.Method)
                ? "CONNECT asks for a tunnel, and this server is no proxy. The connection is closed."
                : "The server as a whole has no options: name a path instead of '*'. The connection is closed.");
    }

    private static Task CloseAsync(HttpContext context, Func<HttpContext, ProblemType, string, Task> refuse, ProblemType type, string sentence)
    {
        context.Response.Headers.Connection = "close";
        return refuse(context, type, sentence);
    }
}
