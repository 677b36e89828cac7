using System.Text.Json;
using System.Text.Json.Serialization;

namespace Webhooks.Api.Json;

/// <summary>Texts of requests: an empty one is no value, and one with U+0000 or half a character cannot be stored.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException();
        }

        var text = ReadText(ref reader);
        return text.Length == 0 ? throw new RefusedTextException("is empty. Give it a value, or leave it out")
            : text.Contains('\0', StringComparison.Ordinal) ? throw new RefusedTextException("holds U+0000, which cannot be stored")
            : text;
    }

    private static string ReadText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RefusedTextException("holds half of a surrogate pair, \\ud800 to \\udfff without the other half, which is no character");
        }
    }

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
