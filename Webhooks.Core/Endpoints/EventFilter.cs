using Webhooks.Core.Events;

namespace Webhooks.Core.Endpoints;

/// <summary>
/// Which event types something applies to: <c>user.created</c> exactly, <c>order.*</c> for everything below a
/// prefix, <c>*</c> for all.
/// </summary>
public sealed class EventFilter
{
    /// <summary>Characters of a pattern at the most.</summary>
    public const int MaxLength = EventTypeName.MaxLength;

    private readonly HashSet<string> _exact = new(StringComparer.Ordinal);
    private readonly List<string> _prefixes = [];
    private readonly bool _all;

    public EventFilter(IReadOnlyCollection<string> patterns)
    {
        foreach (var pattern in patterns)
        {
            switch (pattern)
            {
                case "*":
                    _all = true;
                    break;
                case [.., '.', '*']:
                    _prefixes.Add(pattern[..^1]);
                    break;
                default:
                    _exact.Add(pattern);
                    break;
            }
        }
    }

    public bool Matches(string eventType)
    {
        if (_all || _exact.Contains(eventType))
        {
            return true;
        }

        foreach (var prefix in _prefixes)
        {
            if (eventType.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A pattern is an <see cref="EventTypeName"/>, or one followed by <c>.*</c>, or <c>*</c> alone; <see cref="MaxLength"/> characters at most.</summary>
    public static bool IsValid(string? pattern) =>
        pattern is "*" || (pattern is { Length: <= MaxLength } && EventTypeName.IsValid(IsPrefix(pattern) ? pattern.AsSpan()[..^2] : pattern));

    internal static bool IsPattern(string filter) => filter is "*" || IsPrefix(filter);

    internal static bool IsPrefix(string filter) => filter.EndsWith(".*", StringComparison.Ordinal);
}
