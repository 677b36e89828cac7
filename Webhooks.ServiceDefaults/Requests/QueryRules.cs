using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Webhooks.ServiceDefaults.Problems;
using Webhooks.ServiceDefaults.Requests;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Refuses by name what a route would ignore: an unknown, repeated or empty query parameter, and a body where none is taken.</summary>
public static class QueryRules
{
    /// <summary>Place it after routing.</summary>
    /// <param name="refuse">Answers with a sentence; null writes a problem.</param>
    public static IApplicationBuilder UseQueryRules(this IApplicationBuilder app, Func<HttpContext, string, Task>? refuse = null)
    {
        refuse ??= RequestProblems.InvalidRequest.WriteAsync;
        return app.Use(next => context => Refuse(context) is { } refusal ? refuse(context, refusal) : next(context));
    }

    // What has no pattern is the router's own answer to a method or a type that no route takes.
    private static string? Refuse(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint route)
        {
            return null;
        }

        var form = route.Metadata.GetMetadata<QueryForm>() ?? QueryForm.None;
        return form.Refuse(context.Request) ?? (form.TakesBody || !HasBody(context) ? null : "This route takes no body. Leave it out.");
    }

    /// <summary>True unless the request ends with its headers.</summary>
    public static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is not 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };
}
