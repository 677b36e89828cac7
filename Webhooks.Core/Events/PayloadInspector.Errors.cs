using System.Text;
using System.Text.Json;

namespace Webhooks.Core.Events;

public static partial class PayloadInspector
{
    private static PayloadInspection Explain(PayloadError error, ref Utf8JsonReader reader, bool isEvent)
    {
        if (error == PayloadError.TooDeep)
        {
            return PayloadInspection.Refused(error, $"The body nests deeper than {MaxDepth} levels at byte {reader.TokenStartIndex}.");
        }

        var kind = reader.TokenType switch
        {
            JsonTokenType.StartArray when isEvent => "array; send several events to /v1/events/bulk, or one JSON object",
            JsonTokenType.StartArray => "array; send a JSON object",
            JsonTokenType.String => "string; send a JSON object",
            JsonTokenType.Number => "number; send a JSON object",
            JsonTokenType.Null => "null; send a JSON object",
            _ => "boolean; send a JSON object",
        };
        return PayloadInspection.Refused(error, $"The body is a JSON {kind}.");
    }

    // The exception counts from the start of its line.
    private static long Position(ReadOnlySpan<byte> body, JsonException exception)
    {
        var start = 0;
        for (var line = exception.LineNumber ?? 0; line > 0; line--)
        {
            start += body[start..].IndexOf((byte)'\n') + 1;
        }

        return start + (exception.BytePositionInLine ?? 0);
    }

    private static int InvalidUtf8Position(ReadOnlySpan<byte> body)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(body[position..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }
}
