using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Webhooks.Api.Problems;

/// <summary>A kind of error that clients may tell apart by its <c>type</c>, RFC 9457 §3.1.1.</summary>
/// <param name="Slug">Stable; the problem's type is <c>/problems/{Slug}</c>.</param>
public sealed record ProblemType(int Status, string Slug, string Title)
{
    public string Uri { get; } = "/problems/" + Slug;

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

    /// <summary>Writes the problem where no handler returns a result.</summary>
    public Task WriteAsync(HttpContext context, string detail) =>
        (Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests ? RetryLater(context, detail) : With(detail)).ExecuteAsync(context);
}
