using System.Net;

namespace Webhooks.Client;

/// <summary>The API refused: what the problem of RFC 9457 in its answer says.</summary>
public sealed class WebhooksApiException : Exception
{
    public WebhooksApiException()
    {
    }

    public WebhooksApiException(string message)
        : base(message)
    {
    }

    public WebhooksApiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>0 when there was no answer to take it from.</summary>
    public HttpStatusCode Status { get; init; }

    /// <summary>The stable name of the error, such as <c>validation-failed</c>: the last part of the problem's <c>type</c>.</summary>
    public string? Slug => Type?[(Type.LastIndexOf('/') + 1)..];

    /// <summary>As in the answer, such as <c>/problems/validation-failed</c>; null when the answer was no problem, as from a proxy.</summary>
    public string? Type { get; init; }

    public string? Title { get; init; }

    /// <summary>A sentence that says what to do.</summary>
    public string? Detail { get; init; }

    /// <summary>How long to wait before the same request may succeed; null when the API did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What to quote when asking the API's operator about it.</summary>
    public string? CorrelationId { get; init; }
}
