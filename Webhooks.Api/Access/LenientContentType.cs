namespace Webhooks.Api.Access;

/// <summary>
/// Reads a body without a content type, or with the one that <c>curl -d</c> sends when it is told nothing, as JSON.
/// Every route takes JSON only, and without cookies there is nothing for a cross-site form to ride on.
/// </summary>
internal static class LenientContentType
{
    private const string Json = "application/json";
    private const string CurlDefault = "application/x-www-form-urlencoded";

    public static IApplicationBuilder UseLenientContentType(this IApplicationBuilder app) => app.Use(static next => context =>
    {
        if (!HttpMethods.IsGet(context.Request.Method)
            && (context.Request.ContentType is not { Length: > 0 } type || type.StartsWith(CurlDefault, StringComparison.OrdinalIgnoreCase)))
        {
            context.Request.ContentType = Json;
        }
        else if (HasUnknownCharset(context.Request.ContentType))
        {
            // The framework's JSON reader throws what would be answered with 500.
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        }

        return next(context);
    });

    /// <summary>True for application/json and for every type with the suffix +json.</summary>
    public static bool IsJson(string? contentType) =>
        contentType is Json
        || (Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    private static bool HasUnknownCharset(string? contentType) =>
        contentType is not null and not Json
        && Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type is { Charset.Length: > 0, Encoding: null };
}
