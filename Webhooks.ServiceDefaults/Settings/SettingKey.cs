namespace Webhooks.ServiceDefaults.Settings;

/// <summary>How a key of the configuration goes with the keys that are known, in which <c>*</c> is any name.</summary>
internal static class SettingKey
{
    private const int LongestSlip = 2;
    private const int TellingPrefix = 4;

    public static string FirstOf(string key) => key.Split(':')[0];

    /// <summary>True when the known key begins with this one, or is it.</summary>
    public static bool Begins(string key, string known)
    {
        var (given, wanted) = (key.Split(':'), known.Split(':'));
        return given.Length <= wanted.Length && given.Zip(wanted).All(static pair => pair.Second == "*" || IsSame(pair.First, pair.Second));
    }

    public static bool Matches(string key, string known) => Begins(key, known) && key.Split(':').Length == known.Split(':').Length;

    /// <summary>True when the key begins with the known one, and goes on.</summary>
    public static bool IsBelow(string key, string known)
    {
        var (given, wanted) = (key.Split(':'), known.Split(':'));
        return given.Length > wanted.Length && wanted.Zip(given).All(static pair => pair.First == "*" || IsSame(pair.First, pair.Second));
    }

    public static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>True when one may be a slip of the pen for the other, or another form of the word.</summary>
    public static bool Resembles(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        return Math.Min(a.Length, b.Length) >= TellingPrefix
            && (a.AsSpan().CommonPrefixLength(b) >= TellingPrefix || Distance(a, b) <= LongestSlip);
    }

    // Letters added, left out or exchanged.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(row[j], row[j - 1]) + 1));
            }
        }

        return row[b.Length];
    }
}
