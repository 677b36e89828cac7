namespace Webhooks.Core.Security;

/// <summary>A host's name, or <c>*.</c> and a name for every host below it.</summary>
public static class HostPattern
{
    private const string Below = "*.";

    public static bool IsValid(string pattern) => Uri.CheckHostName(Name(pattern)) is not UriHostNameType.Unknown && !Name(pattern).EndsWith('.');

    public static bool IsMatch(string pattern, string host) =>
        pattern.StartsWith(Below, StringComparison.Ordinal)
            ? host.Length >= pattern.Length && host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private static string Name(string pattern) => pattern.StartsWith(Below, StringComparison.Ordinal) ? pattern[Below.Length..] : pattern;
}
