using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>Refuses by name what a route would ignore: an unknown, repeated or empty query parameter, a body or a key that it does not take.</summary>
internal sealed class RequestRules(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // What has no pattern is the router's own answer to a method or a type that no route takes.
        if (context.GetEndpoint() is not RouteEndpoint route)
        {
            return next(context);
        }

        var form = route.Metadata.GetMetadata<RequestForm>() ?? RequestForm.Nothing;
        if ((form.Query.Refuse(context.Request) ?? RefuseKey(context.Request, form)) is { } refusal)
        {
            return ProblemTypes.InvalidRequest.WriteAsync(context, refusal);
        }

        return form.TakesBody || !QueryRules.HasBody(context) ? next(context) : AfterBodyAsync(context);
    }

    private static string? RefuseKey(HttpRequest request, RequestForm form) =>
        request.Headers.ContainsKey(IdempotencyKey.OtherHeader)
            ? $"'{IdempotencyKey.OtherHeader}' keeps no request from being carried out again. Send '{IdempotencyKey.Header}' where a route takes it, or leave it out."
            : !form.TakesIdempotencyKey && request.Headers.ContainsKey(IdempotencyKey.Header)
                ? "This route does not take an Idempotency-Key: the header would not keep a repeated request from being carried out again. Leave it out."
                : null;

    private async Task AfterBodyAsync(HttpContext context)
    {
        await Body<NoMembers>.ReadAsync(context.Request);
        await next(context);
    }
}
