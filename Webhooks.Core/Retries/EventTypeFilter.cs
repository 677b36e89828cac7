namespace Webhooks.Core.Retries;

internal static class EventTypeFilter
{
    internal const int MaxLength = 128;

    internal static bool IsPattern(string filter) => filter is "*" || IsPrefix(filter);

    internal static bool IsPrefix(string filter) => filter.EndsWith(".*", StringComparison.Ordinal);

    internal static bool IsValid(string filter)
    {
        var name = IsPrefix(filter) ? filter.AsSpan()[..^2] : filter.AsSpan();
        return filter is "*" || (name.Length is > 0 and <= MaxLength && !name.ContainsAny("* \t\r\n"));
    }
}
