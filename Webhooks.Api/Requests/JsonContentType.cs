using Microsoft.Net.Http.Headers;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>
/// Makes one content type of all that mean JSON: every type with the suffix +json, none at all, and the one that <c>curl -d</c> sends when
/// it is told nothing. Every route takes JSON only, and without cookies there is nothing for a cross-site form to ride on.
/// </summary>
internal static class JsonContentType
{
    public const string Json = "application/json";

    private const string CurlDefault = "application/x-www-form-urlencoded";

    public static IApplicationBuilder UseJsonContentType(this IApplicationBuilder app) => app.Use(static next => context =>
    {
        var type = context.Request.ContentType;
        if (type is Json || HttpMethods.IsGet(context.Request.Method))
        {
            return next(context);
        }

        if (type is null or "" or CurlDefault)
        {
            context.Request.ContentType = Json;
        }
        else if (MediaTypeHeaderValue.TryParse(type, out var known) && IsJson(known))
        {
            if (!IsUtf8(known))
            {
                return ProblemTypes.UnsupportedMediaType.WriteAsync(context, "JSON is read as UTF-8. Send the body in it, and leave the charset out of Content-Type.");
            }

            context.Request.ContentType = Json;
        }

        return next(context);
    });

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
        || type.MediaType.Equals(CurlDefault, StringComparison.OrdinalIgnoreCase)
        || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);

    // A parameter's value may stand in quotes, RFC 9110 §5.6.6.
    private static bool IsUtf8(MediaTypeHeaderValue type)
    {
        var charset = HeaderUtilities.RemoveQuotes(type.Charset);
        return charset.Length == 0
            || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("utf8", StringComparison.OrdinalIgnoreCase)
            || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase);
    }
}
