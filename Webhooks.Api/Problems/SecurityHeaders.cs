namespace Webhooks.Api.Problems;

/// <summary>What browsers and caches are told about every answer. A page or file that may be kept says so itself.</summary>
internal static class SecurityHeaders
{
    private const string NoSniff = "nosniff";
    private const string NoStore = "no-store";

    /// <summary>For the page at /docs, which styles its elements in place and has its pictures in its style sheet.</summary>
    public const string PagePolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static next => context =>
    {
        Set(context.Response.Headers);
        return next(context);
    });

    public static void Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = NoSniff;
        headers.CacheControl = NoStore;
    }
}
