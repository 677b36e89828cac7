namespace Webhooks.Api.Requests;

/// <summary>
/// <c>.</c> and <c>..</c> as segments of a path, which the server has followed by the time that a route is looked for, encoded or not: an id of
/// dots would turn the request into another one, and <c>DELETE …/keys/%2e%2e</c> into the removal of the tenant.
/// </summary>
internal static class DotSegments
{
    // "%2e%2e".
    private const int Longest = 6;

    public static bool AreIn(string target)
    {
        var path = target.AsSpan();
        path = path.IndexOf('?') is >= 0 and var query ? path[..query] : path;
        if (path.IndexOfAny('.', '%') < 0)
        {
            return false;
        }

        foreach (var segment in path.Split('/'))
        {
            if (path[segment] is { Length: > 0 and <= Longest } part && AreDots(part))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreDots(ReadOnlySpan<char> segment) =>
        Without(Without(segment)).IsEmpty;

    // Without a dot at its beginning, if there is one.
    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> segment) =>
        segment.StartsWith('.') ? segment[1..] : segment.StartsWith("%2e", StringComparison.OrdinalIgnoreCase) ? segment[3..] : segment;
}
