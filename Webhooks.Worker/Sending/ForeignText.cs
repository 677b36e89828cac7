using System.Globalization;

namespace Webhooks.Worker.Sending;

/// <summary>
/// What others wrote and we repeat in errors, logs, dead letters and operational events: a reason phrase, an exception's message. Cut,
/// and without what could move a terminal's cursor, end a line or be refused by the database.
/// </summary>
internal static class ForeignText
{
    public const int Longest = 200;

    private const char Replacement = '\uFFFD';

    public static string Clean(string text)
    {
        var length = Math.Min(text.Length, Longest);
        for (var i = 0; i < length; i++)
        {
            if (!IsPlain(text, i))
            {
                return Rewrite(text, length);
            }
        }

        return length == text.Length ? text : string.Concat(text.AsSpan(0, length), "…");
    }

    private static string Rewrite(string text, int length) =>
        string.Create(length + (length < text.Length ? 1 : 0), (text, length), static (clean, from) =>
        {
            clean[^1] = '…';
            for (var i = 0; i < from.length; i++)
            {
                clean[i] = IsPlain(from.text, i) ? from.text[i] : Replacement;
            }
        });

    // Of a surrogate pair that the cut would halve, neither half is plain.
    private static bool IsPlain(string text, int index)
    {
        var character = text[index];
        if (char.IsHighSurrogate(character))
        {
            return index + 1 < Math.Min(text.Length, Longest) && char.IsLowSurrogate(text[index + 1]);
        }

        if (char.IsLowSurrogate(character))
        {
            return index > 0 && char.IsHighSurrogate(text[index - 1]);
        }

        return char.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
    }
}
