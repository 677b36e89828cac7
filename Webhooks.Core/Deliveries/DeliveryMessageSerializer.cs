using System.Buffers;
using System.Text.Json;
using NATS.Client.Core;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// One line of JSON, a line feed, then the payload as received: readable in any NATS tool and never re-encoded.
/// </summary>
public sealed class DeliveryMessageSerializer : INatsSerialize<DeliveryMessage>, INatsDeserialize<DeliveryMessage>
{
    public static readonly DeliveryMessageSerializer Default = new();

    /// <summary>Bytes of a message besides its payload.</summary>
    public static int HeaderLength(DeliveryHeader header) =>
        JsonSerializer.SerializeToUtf8Bytes(header, DeliveryHeaderContext.Default.DeliveryHeader).Length + 1;

    public void Serialize(IBufferWriter<byte> bufferWriter, DeliveryMessage value)
    {
        using (var writer = new Utf8JsonWriter(bufferWriter))
        {
            JsonSerializer.Serialize(writer, value.Header, DeliveryHeaderContext.Default.DeliveryHeader);
        }

        bufferWriter.Write("\n"u8);
        bufferWriter.Write(value.Payload.Span);
    }

    /// <summary>Null when the bytes are not of this form: the caller has a poison message in hand.</summary>
    public DeliveryMessage? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(buffer.Slice(0, end));
            var header = JsonSerializer.Deserialize(ref reader, DeliveryHeaderContext.Default.DeliveryHeader);
            return header is null ? null : new DeliveryMessage(header, buffer.Slice(buffer.GetPosition(1, end)).ToArray());
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
