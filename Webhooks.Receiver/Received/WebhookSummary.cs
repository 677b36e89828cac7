using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Webhooks.Receiver.Apis;

namespace Webhooks.Receiver.Received;

/// <summary>A webhook in a log line. As JSON, so that no sender can write a line of its own, and short.</summary>
internal sealed record WebhookSummary(string? TenantId, string? WebhookId, string? Event, int? Attempt, bool? Repeat, int Bytes, string Body)
{
    private const int LongestName = 128;
    private const int LongestBody = 256;

    private static readonly ReceiverJson Json = new(new JsonSerializerOptions(ReceiverJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static string Of(ReceivedWebhook webhook, ReadOnlySpan<byte> body) => JsonSerializer.Serialize(
        new WebhookSummary(
            Short(webhook.TenantId), Short(webhook.WebhookId), Short(webhook.EventType), webhook.Attempt, webhook.Repeat, body.Length,
            Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestBody)])),
        Json.WebhookSummary);

    private static string? Short(string? text) => text is { Length: > LongestName } ? text[..LongestName] : text;
}
