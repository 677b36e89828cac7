using Microsoft.Extensions.Configuration;

namespace Webhooks.ServiceDefaults.Settings;

/// <summary>Finds what is no option of a section of ours: whoever wrote it believes that it counts, and nothing would read it.</summary>
internal static class UnknownOptions
{
    /// <summary>A sentence for each.</summary>
    public static IReadOnlyList<string> Refuse(IConfiguration configuration) =>
    [
        .. configuration.AsEnumerable()
            .Where(static given => given is { Value: not null } && KnownSection.IsOurs(SettingKey.FirstOf(given.Key)) && given.Key.Contains(':', StringComparison.Ordinal))
            .OrderBy(static given => given.Key, StringComparer.OrdinalIgnoreCase)
            .Select(static given => Refuse(given.Key, given.Value!))
            .OfType<string>(),
    ];

    private static string? Refuse(string key, string value)
    {
        var known = KnownSection.All.SelectMany(static section => section.Keys).Where(known => SettingKey.Begins(key, known)).ToList();
        return known.Count == 0 ? $"{key} is no option. {Members(key)}"
            : known.Exists(option => SettingKey.Matches(key, option)) ? null

            // An empty list has an empty value.
            : value.Length > 0 ? $"{key} takes no value of its own, but {Shown(known[0])}."
            : null;
    }

    private static string Members(string key)
    {
        var section = KnownSection.All.Where(section => SettingKey.IsBelow(key, section.Key)).MaxBy(static section => section.Key.Length)!;
        var below = KnownSection.All.Where(other => SettingKey.IsBelow(other.Key, section.Key)).Select(other => other.Key[(section.Key.Length + 1)..]);
        return $"{Shown(section.Key)} has {string.Join(", ", section.Options.Concat(below).Select(Shown))}.";
    }

    private static string Shown(string known) => known.Replace("*", "<name or number>", StringComparison.Ordinal);
}
