using System.Globalization;

namespace Webhooks.Dashboard.Design;

/// <summary>Numbers as text.</summary>
internal static class Figures
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Count(long count) => count.ToString("N0", Culture);

    public static string Attempts(long count) => count == 1 ? "1 attempt" : $"{Count(count)} attempts";

    public static string Percent(double? share) => share is { } value ? (value * 100).ToString(value is > 0.99 and < 1 ? "0.00" : "0.#", Culture) + " %" : "–";

    /// <summary>A length or place in a drawing.</summary>
    public static string Length(double length) => length.ToString("0.##", Culture);
}
