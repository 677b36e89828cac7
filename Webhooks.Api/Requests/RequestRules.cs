using Microsoft.AspNetCore.Http.Features;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>Refuses by name what a route would ignore: an unknown, repeated or empty query parameter, a body or a key that it does not take.</summary>
internal sealed class RequestRules(RequestDelegate next)
{
    private const int Shown = 64;

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequestForm>() is not { } form)
        {
            return next(context);
        }

        if ((RefuseQuery(context.Request, form) ?? RefuseKey(context.Request, form)) is { } refusal)
        {
            return ProblemTypes.InvalidRequest.WriteAsync(context, refusal);
        }

        return form.TakesBody || !HasBody(context) ? next(context) : AfterBodyAsync(context);
    }

    private static string? RefuseQuery(HttpRequest request, RequestForm form)
    {
        if (!request.QueryString.HasValue)
        {
            return null;
        }

        foreach (var (name, values) in request.Query)
        {
            var shown = name.Length > Shown ? name[..Shown] + "…" : name;
            if (!form.QueryParameters.Contains(name))
            {
                return $"'{shown}' is no query parameter of this route. " + (form.Listed.Length == 0 ? "It takes none." : $"It takes {form.Listed}.");
            }

            if (values.Count != 1)
            {
                return $"'{shown}' is given {values.Count} times. Give it once.";
            }

            if (string.IsNullOrEmpty(values[0]))
            {
                return $"'{shown}' is empty. Give it a value, or leave it out.";
            }

            if (values[0]!.Contains('\0', StringComparison.Ordinal))
            {
                return $"'{shown}' holds U+0000, which nothing that is stored does.";
            }
        }

        return null;
    }

    private static string? RefuseKey(HttpRequest request, RequestForm form) =>
        !form.TakesIdempotencyKey && request.Headers.ContainsKey(IdempotencyKey.Header)
            ? "This route does not take an Idempotency-Key: the header would not keep a repeated request from being carried out again. Leave it out."
            : null;

    private static bool HasBody(HttpContext context) =>
        context.Request.ContentLength is not 0 && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    private async Task AfterBodyAsync(HttpContext context)
    {
        await Body<NoMembers>.ReadAsync(context.Request);
        await next(context);
    }
}
