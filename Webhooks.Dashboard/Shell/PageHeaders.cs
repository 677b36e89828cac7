using Microsoft.Extensions.Options;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>What browsers are told about every answer: load nothing but ours, run nothing but the file, keep nothing.</summary>
internal sealed class PageHeaders(RequestDelegate next, IOptions<DashboardOptions> options)
{
    private readonly string? _origins = options.Value.EmbeddingOrigins is { Length: > 0 } origins ? origins : null;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
            + $"frame-ancestors {_origins ?? "'none'"}";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (_origins is null)
        {
            headers.XFrameOptions = "DENY";
        }

        return next(context);
    }
}
