using System.Buffers;

namespace Webhooks.Core.Events;

/// <summary>The grammar of an event type, wherever one is named: in an event, in a filter, in the catalogue.</summary>
public static class EventTypeName
{
    public const int MaxLength = 128;

    /// <summary>The rule, to follow the name of a member.</summary>
    public const string Rule = "must be 1 to 128 characters without white space, control characters, '/' and '*', and neither '.' nor '..'";

    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
    [
        .. Enumerable.Range(0, char.MaxValue + 1).Select(static code => (char)code)
            .Where(static c => c is '/' or '*' || char.IsWhiteSpace(c) || char.IsControl(c)),
    ]);

    // A path cannot name what is all dots.
    public static bool IsValid(ReadOnlySpan<char> name) => name.Length is > 0 and <= MaxLength && name is not ("." or "..") && !name.ContainsAny(Forbidden);
}
