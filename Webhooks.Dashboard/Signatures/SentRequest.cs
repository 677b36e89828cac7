using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Webhooks.Client;

namespace Webhooks.Dashboard.Signatures;

/// <summary>What an event's signatures cover, as far as it is known afterwards.</summary>
/// <param name="Headers">Each attempt has a timestamp of its own.</param>
/// <param name="Hint">Whether the body is the one that was sent.</param>
/// <param name="Receivers">To choose from, where endpoints got different bodies.</param>
internal sealed record SentRequest(string Headers, string Body, string Hint, IReadOnlyList<EventDelivery> Receivers)
{
    private const string Enveloped = "envelope";
    private const string Raw = "raw";

    /// <param name="endpoints">Of the tenant. An event whose endpoints are not among them may have been sent either way.</param>
    /// <param name="receiver">The endpoint that got it; null for any.</param>
    public static SentRequest Of(WebhookEvent @event, IReadOnlyList<WebhookEndpoint> endpoints, string? receiver)
    {
        var posted = @event.Payload.ValueKind == JsonValueKind.Undefined ? "" : @event.Payload.GetRawText();
        var deliveries = @event.Deliveries.Where(one => receiver is null || one.EndpointId == receiver).DistinctBy(static one => one.EndpointId, StringComparer.Ordinal).ToList();
        var formats = deliveries.Select(delivery => endpoints.FirstOrDefault(one => one.Id == delivery.EndpointId)?.PayloadFormat).Distinct(StringComparer.Ordinal).ToList();
        var headers = HeadersOf(@event, deliveries);
        return formats switch
        {
            [Enveloped] when posted.Length > 0 => new(headers, Envelope(@event, posted), "This is the envelope, as it is sent.", []),
            [Raw] => new(headers, posted, "This is the payload, as it is sent.", []),
            [_, _, ..] => new(headers, posted, "This is the payload as it was posted. Its endpoints do not all get it so: say above which one did.", deliveries),
            _ => new(headers, posted, "This is the payload as it was posted. If it was sent in the envelope, put the body here as it came.", []),
        };
    }

    private static string HeadersOf(WebhookEvent @event, IReadOnlyList<EventDelivery> deliveries) => string.Join('\n', new[]
    {
        $"webhook-id: {@event.EventId}",
        deliveries is [{ LastAttemptAt: { } at }] ? $"webhook-timestamp: {at.ToUnixTimeSeconds()}" : null,
    }.OfType<string>());

    private static string Envelope(WebhookEvent @event, string posted)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id"u8, @event.EventId);
        json.WriteString("event"u8, @event.EventType);
        json.WriteString("timestamp"u8, @event.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WritePropertyName("data"u8);
        json.WriteRawValue(posted, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
