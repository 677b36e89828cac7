using System.Text.Json;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <summary>Reads publish acks by hand: one object per ack, and the stream's name is the same string as long as it repeats.</summary>
internal static class PubAckReader
{
    private static volatile string _lastStream = string.Empty;

    public static PubAckResponse Read(ReadOnlySpan<byte> json)
    {
        var ack = new PubAckResponse();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                ack.Stream = reader.ValueTextEquals(_lastStream) ? _lastStream : _lastStream = reader.GetString() ?? string.Empty;
            }
            else if (reader.ValueTextEquals("seq"u8))
            {
                reader.Read();
                ack.Seq = reader.GetUInt64();
            }
            else if (reader.ValueTextEquals("duplicate"u8))
            {
                reader.Read();
                ack.Duplicate = reader.GetBoolean();
            }
            else if (reader.ValueTextEquals("domain"u8))
            {
                reader.Read();
                ack.Domain = reader.GetString();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                ack.Error = JsonSerializer.Deserialize(ref reader, JetStreamJson.Default.ApiError);
            }
            else
            {
                reader.Skip();
            }
        }

        return ack;
    }
}
