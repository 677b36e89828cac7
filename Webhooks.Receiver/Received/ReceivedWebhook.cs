using System.Diagnostics;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Webhooks.Signing;

namespace Webhooks.Receiver.Received;

/// <summary>One request as it came, and what the receiver made of it.</summary>
internal sealed class ReceivedWebhook(byte[] raw)
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public string? TenantId { get; init; }

    public string? WebhookId { get; init; }

    public string? EventType { get; init; }

    public int? Attempt { get; init; }

    public string? TraceId { get; init; }

    public required int StatusCode { get; init; }

    public required bool Verified { get; init; }

    public string? Reason { get; init; }

    /// <summary>True when it was accepted before.</summary>
    public bool? Repeat { get; init; }

    public required IReadOnlyDictionary<string, string> Signatures { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body as text, when it is UTF-8.</summary>
    public string? Body => Utf8.IsValid(raw) ? System.Text.Encoding.UTF8.GetString(raw) : null;

    public string BodyBase64 => Convert.ToBase64String(raw);

    [JsonIgnore]
    public string Summary => WebhookSummary.Of(this, raw);

    [JsonIgnore]
    public int Bytes => raw.Length + Headers.Sum(static header => header.Key.Length + header.Value.Length);

    public static ReceivedWebhook From(
        HttpContext context, string? tenantId, byte[] body, Judgement judgement, bool isRepeat, DateTimeOffset now)
    {
        var headers = context.Request.Headers;
        return new ReceivedWebhook(body)
        {
            ReceivedAt = now,
            TenantId = tenantId,
            WebhookId = headers[WebhookHeaders.Id],
            EventType = headers[WebhookHeaders.Event],
            Attempt = int.TryParse(headers[WebhookHeaders.Attempt], out var attempt) ? attempt : null,
            TraceId = Activity.Current?.TraceId.ToHexString(),
            StatusCode = judgement.StatusCode,
            Verified = judgement.IsAccepted,
            Reason = judgement.Reason,
            Repeat = isRepeat ? true : null,
            Signatures = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["stripe"] = Name(judgement.Verification?.Stripe),
                ["standard"] = Name(judgement.Verification?.Standard),
                ["x-webhook-signature"] = Name(judgement.Verification?.XWebhookSignature),
            },
            Headers = ShownHeaders.Of(headers),
        };
    }

    private static string Name(SchemeVerdict? verdict) => verdict switch
    {
        SchemeVerdict.Valid => "valid",
        SchemeVerdict.Malformed => "malformed",
        SchemeVerdict.TimestampOutOfTolerance => "timestamp_out_of_tolerance",
        SchemeVerdict.Mismatch => "mismatch",
        SchemeVerdict.Absent => "absent",
        _ => "unverified",
    };
}
