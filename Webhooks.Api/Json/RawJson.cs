using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Webhooks.Api.Json;

/// <summary>A JSON value as stored, written as it is: numbers keep their digits and objects their order.</summary>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    private const int MaxDepth = 128;

    /// <summary>One JSON value of any kind, in UTF-8 and with nothing behind it.</summary>
    public static bool IsValid(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                // Reading is the check.
            }

            return reader.TokenType != JsonTokenType.None && System.Text.Unicode.Utf8.IsValid(utf8);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var value = JsonDocument.ParseValue(ref reader);
            var utf8 = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(utf8))
            {
                value.RootElement.WriteTo(writer);
            }

            return new RawJson(utf8.WrittenMemory);
        }

        // It was checked when it was accepted.
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
