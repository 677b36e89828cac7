using Microsoft.AspNetCore.Http;
using Webhooks.ServiceDefaults.Correlation;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The id by which a caller, our logs and our answers speak of the same request.</summary>
public static class CorrelationId
{
    public const string Header = "X-Correlation-Id";

    private const int MaxLength = 128;

    /// <summary>
    /// Takes the caller's <see cref="Header"/> if it is 1–128 printable ASCII characters, else the trace id, and answers with it. Place
    /// it first in the pipeline.
    /// </summary>
    public static IApplicationBuilder UseCorrelationId(this IApplicationBuilder app) => app.UseMiddleware<CorrelationIdMiddleware>();

    /// <summary>The request's correlation id, which is its <see cref="HttpContext.TraceIdentifier"/> too.</summary>
    public static string GetCorrelationId(this HttpContext context) => context.TraceIdentifier;

    /// <summary>The id that a caller has sent; null where it has sent none that is 1–128 printable ASCII characters.</summary>
    public static string? Offered(IHeaderDictionary headers)
    {
        string id = headers[Header].ToString();
        return id.Length is > 0 and <= MaxLength && !id.AsSpan().ContainsAnyExceptInRange(' ', '~') ? id : null;
    }
}
