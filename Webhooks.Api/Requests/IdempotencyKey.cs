using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Core.Events;

namespace Webhooks.Api.Requests;

/// <summary>The header by which a caller may send the same request again.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";

    /// <summary>What other platforms call it.</summary>
    public const string OtherHeader = "X-Idempotency-Key";
    public const string ReplayedHeader = "Idempotent-Replayed";

    /// <summary>Why an event was not stored, or null when it was, now or before; then the answer says which.</summary>
    public static ProblemHttpResult? Refuse(HttpContext context, IngestResult result)
    {
        switch (result.Outcome)
        {
            case IngestOutcome.Accepted:
                return null;
            case IngestOutcome.Replayed:
                context.Response.Headers[ReplayedHeader] = "true";
                return null;
            case IngestOutcome.KeyReused:
                return ProblemTypes.KeyReused.With($"The idempotency key was used for {result.EventId} with another request. Send a new one under a new key.");
            case IngestOutcome.OverShare:
                return ProblemTypes.TooMuchAtOnce.RetryLater(context, ProblemTypes.OverShare);
            default:
                return ProblemTypes.Unavailable.RetryLater(context, ProblemTypes.TooBusy);
        }
    }

    /// <summary>Null where the request has none.</summary>
    /// <exception cref="ProblemException">It is none that can be kept.</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        var key = values.ToString();
        return values.Count == 1 && key.Length is > 0 and <= PayloadInspector.MaxIdempotencyKeyLength && !key.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? key
            : throw new ProblemException(
                ProblemTypes.InvalidRequest, $"Idempotency-Key must be 1 to {PayloadInspector.MaxIdempotencyKeyLength} printable ASCII characters, given once.");
    }
}
