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

    /// <summary>The id that a caller has sent; null where it has sent none that is 1–128 printable ASCII characters, once.</summary>
    public static string? Offered(IHeaderDictionary headers) =>
        headers[Header] is [{ Length: > 0 and <= MaxLength } id] && !id.AsSpan().ContainsAnyExceptInRange(' ', '~') ? id : null;

    /// <summary>The rule that what a caller has sent breaks; null where it breaks none.</summary>
    public static string? Refuse(IHeaderDictionary headers) =>
        headers.ContainsKey(Header) && Offered(headers) is null
            ? $"{Header} must be 1 to {MaxLength} printable ASCII characters, given once. Send such an id, or leave the header out: the answer then has one of ours."
            : null;
}
