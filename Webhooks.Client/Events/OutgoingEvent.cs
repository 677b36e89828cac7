using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Webhooks.Client;

/// <summary>An event to send: the JSON object that the API takes.</summary>
public sealed class OutgoingEvent
{
    private OutgoingEvent(ReadOnlyMemory<byte> json, string? idempotencyKey = null) => (Json, IdempotencyKey) = (json, idempotencyKey);

    internal ReadOnlyMemory<byte> Json { get; }

    /// <summary>What it carries itself.</summary>
    internal string? IdempotencyKey { get; }

    /// <summary>An event of a type with a payload, delivered in the envelope unless an endpoint wants it raw.</summary>
    /// <param name="eventType">Such as <c>order.paid</c>: 1 to 128 characters.</param>
    /// <param name="payload">Becomes a JSON object.</param>
    /// <param name="typeInfo">Of the payload, from a source-generated context.</param>
    /// <param name="idempotencyKey">1 to 255 printable ASCII characters. Sending the same event again under the same key gives the first one's id.</param>
    /// <param name="referenceId">Your own name for it, up to 128 characters: deliveries can be listed by it.</param>
    public static OutgoingEvent Create<T>(
        string eventType, T payload, JsonTypeInfo<T> typeInfo, string? idempotencyKey = null, string? referenceId = null) =>
        Write(eventType, idempotencyKey, referenceId, writer => JsonSerializer.Serialize(writer, payload, typeInfo));

    /// <inheritdoc cref="Create{T}"/>
    /// <param name="payload">A JSON object in UTF-8, which is delivered byte for byte.</param>
    public static OutgoingEvent Create(
        string eventType, ReadOnlyMemory<byte> payload, string? idempotencyKey = null, string? referenceId = null) =>
        Write(eventType, idempotencyKey, referenceId, writer => writer.WriteRawValue(payload.Span));

    /// <summary>An event that is delivered as it is, byte for byte; its type is what its <c>event</c>, <c>event_type</c> or <c>type</c> says.</summary>
    /// <param name="utf8Json">A JSON object in UTF-8.</param>
    public static OutgoingEvent Raw(ReadOnlyMemory<byte> utf8Json) => new(utf8Json);

    private static OutgoingEvent Write(string eventType, string? idempotencyKey, string? referenceId, Action<Utf8JsonWriter> writePayload)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventType);
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("event_type"u8, eventType);
            if (idempotencyKey is not null)
            {
                writer.WriteString("idempotency_key"u8, idempotencyKey);
            }

            if (referenceId is not null)
            {
                writer.WriteString("reference_id"u8, referenceId);
            }

            writer.WritePropertyName("payload"u8);
            writePayload(writer);
            writer.WriteEndObject();
        }

        return new OutgoingEvent(buffer.WrittenMemory, idempotencyKey);
    }
}
