using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Webhooks.ServiceDefaults.Problems;

/// <summary>A kind of error that clients may tell apart by its <c>type</c>, RFC 9457 §3.1.1.</summary>
/// <param name="Slug">Stable; the problem's type is <c>/problems/{Slug}</c>.</param>
public sealed record ProblemType(int Status, string Slug, string Title)
{
    public const string MediaType = "application/problem+json";

    // As results are written: a quote stays a quote.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Uri { get; } = "/problems/" + Slug;

    /// <summary>Seconds after which the same request may succeed; null where it will not by waiting.</summary>
    public int? RetryAfter => Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests ? 1 : null;

    /// <param name="detail">A sentence the caller can act on.</param>
    public ProblemHttpResult With(string detail) =>
        TypedResults.Problem(detail, statusCode: Status, title: Title, type: Uri);

    /// <summary>The problem, with members of its own beside the standard ones, RFC 9457 §3.2.</summary>
    public ProblemHttpResult With(string detail, string member, object value) => TypedResults.Problem(
        detail, statusCode: Status, title: Title, type: Uri, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { [member] = value });

    /// <summary>The problem, with a header that says when to try again.</summary>
    public ProblemHttpResult RetryLater(HttpContext context, string detail, int seconds = 1)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return With(detail);
    }

    /// <summary>Writes the problem where no handler returns a result, in any service, whatever the request's Accept says.</summary>
    public async Task WriteAsync(HttpContext context, string detail)
    {
        var (response, body) = (context.Response, Describe(detail, context.GetCorrelationId()));
        if (RetryAfter is { } seconds && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        response.StatusCode = Status;
        SetHeaders(response.Headers, body);
        await response.BodyWriter.WriteAsync(body);
    }

    /// <summary>The problem as JSON in UTF-8.</summary>
    internal byte[] Describe(string detail, string correlationId)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, Uri);
            json.WriteString("title"u8, Title);
            json.WriteNumber("status"u8, Status);
            json.WriteString("detail"u8, detail);
            json.WriteString("correlation_id"u8, correlationId);
            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    // An exception handler has cleared what was set for every answer.
    internal static void SetHeaders(IHeaderDictionary headers, byte[] body)
    {
        headers.ContentType = MediaType;
        headers.ContentLength = body.Length;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
    }
}
