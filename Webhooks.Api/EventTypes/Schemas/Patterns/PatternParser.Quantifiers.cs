using System.Globalization;

namespace Webhooks.Api.EventTypes.Schemas.Patterns;

// How often a part repeats.
internal sealed partial class PatternParser
{
    private const int MaxRepeat = 1_000;

    private PatternNode Quantified(PatternNode part)
    {
        if (IsAtEnd || Bounds() is not var (least, most))
        {
            return part;
        }

        // Whether it takes as little as it can says nothing about whether it matches.
        Takes('?');
        return part is PatternNode.Assertion ? throw Refuse("repeats what takes no character")
            : !IsAtEnd && text[_at] is '*' or '+' or '?' ? throw Refuse($"has a '{text[_at]}' with nothing before it to repeat")
            : new PatternNode.Repeat(part, least, most);
    }

    private (int Least, int? Most)? Bounds()
    {
        switch (text[_at])
        {
            case '*': _at++; return (0, null);
            case '+': _at++; return (1, null);
            case '?': _at++; return (0, 1);
            case '{' when text.IndexOf('}', _at) is > 0 and var end && ReadBounds(text.AsSpan(_at + 1, end - _at - 1)) is { } bounds:
                _at = end + 1;
                return bounds;
            default: return null;
        }
    }

    // Null when it is no quantifier, and its brace stands for itself.
    private static (int Least, int? Most)? ReadBounds(ReadOnlySpan<char> inside)
    {
        var comma = inside.IndexOf(',');
        var first = comma < 0 ? inside : inside[..comma];
        var second = comma < 0 ? first : inside[(comma + 1)..];
        if (first.IsEmpty || first.ContainsAnyExceptInRange('0', '9') || second.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var least = Count(first);
        int? most = second.IsEmpty ? null : Count(second);
        return most < least ? throw Refuse("repeats at least more often than at most") : (least, most);
    }

    private static int Count(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= MaxRepeat
            ? count
            : throw Refuse($"repeats more than {MaxRepeat} times");
}
