using System.Buffers;
using System.Text.Json;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;

namespace Webhooks.Worker.Sending;

/// <summary>The bytes that a receiver gets: the payload as it was posted, or in its envelope. The same for every attempt.</summary>
internal static class WebhookBody
{
    public static ReadOnlyMemory<byte> For(DeliveryMessage delivery, EndpointConfig endpoint)
    {
        var enveloped = endpoint.PayloadFormat is { } own ? own == PayloadFormat.Envelope : delivery.Header.Form == EventForm.Typed;
        return enveloped ? Envelope(delivery) : delivery.Payload;
    }

    private static ReadOnlyMemory<byte> Envelope(DeliveryMessage delivery)
    {
        var buffer = new ArrayBufferWriter<byte>(delivery.Payload.Length + 256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id"u8, delivery.Id.Event.ToString());
        json.WriteString("event"u8, delivery.Header.EventType);
        json.WriteString("timestamp"u8, delivery.Id.Event.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        json.WritePropertyName("data"u8);
        json.WriteRawValue(delivery.Payload.Span, skipInputValidation: true);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
