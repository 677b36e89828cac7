using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Webhooks.Core.Events;

public static partial class PayloadInspector
{
    /// <summary>\u0041 is one character.</summary>
    private const int LongestEscape = 6;

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>What is wrong with a text, or null; the text itself when it is one and nothing is.</summary>
    private static string? TextFault(in Value value, ReadOnlySpan<byte> body, int maxLength, out string? text)
    {
        text = null;
        if (!value.IsText)
        {
            return null;
        }

        var tooLong = $"is longer than {maxLength} characters";
        if (value.End - value.Start - 2 > maxLength * LongestEscape)
        {
            return tooLong;
        }

        if (Unescape(value, body) is not { } whole)
        {
            return "holds half of a surrogate pair";
        }

        // NUL is no text to PostgreSQL, and no control character belongs in a header, a subject or a label.
        var fault = whole.Length > maxLength ? tooLong : whole.AsSpan().ContainsAny(ControlCharacters) ? "holds a control character" : null;
        text = fault is null ? whole : null;
        return fault;
    }

    private static string? Unescape(in Value value, ReadOnlySpan<byte> body)
    {
        if (!value.IsEscaped)
        {
            return Encoding.UTF8.GetString(body[(value.Start + 1)..(value.End - 1)]);
        }

        try
        {
            var reader = new Utf8JsonReader(body[value.Start..value.End]);
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
