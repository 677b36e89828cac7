using System.Globalization;

namespace Webhooks.Core.Retries;

/// <summary>The <c>Retry-After</c> response header (RFC 9110 §10.2.3).</summary>
public static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    // RFC 9110 §5.6.7, each without its day's name: IMF-fixdate, then the obsolete RFC 850 and asctime forms.
    private static readonly string[] HttpDates =
        ["dd MMM yyyy HH:mm:ss 'GMT'", "dd-MMM-yy HH:mm:ss 'GMT'", "MMM d HH:mm:ss yyyy"];

    /// <summary>
    /// Seconds or an HTTP date as a delay from <paramref name="now"/>; negative and past values give zero, and none is longer
    /// than a year. False when the header is missing or neither.
    /// </summary>
    public static bool TryParse(string? header, DateTimeOffset now, out TimeSpan delay)
    {
        delay = TimeSpan.Zero;
        var text = header.AsSpan().Trim();
        var digits = text is ['-', ..] ? text[1..] : text;
        if (digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9'))
        {
            delay = digits.Length < text.Length ? TimeSpan.Zero : Seconds(digits);
            return true;
        }

        if (!TryParseDate(text, now, out var date))
        {
            return false;
        }

        delay = Clamp(date - now);
        return true;
    }

    private static TimeSpan Seconds(ReadOnlySpan<char> digits) =>
        uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Clamp(TimeSpan.FromSeconds(seconds))
            : Longest;

    private static bool TryParseDate(ReadOnlySpan<char> text, DateTimeOffset now, out DateTimeOffset date)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite;
        var afterDay = text.IndexOfAny(", ");
        text = afterDay < 0 ? default : text[(afterDay + 1)..].TrimStart();
        foreach (var form in HttpDates)
        {
            if (DateTimeOffset.TryParseExact(text, form, CultureInfo.InvariantCulture, Styles, out date))
            {
                // RFC 9110 §5.6.7: a two-digit year more than 50 years ahead is the past one with the same digits.
                date = form.Contains("yyyy", StringComparison.Ordinal) ? date : date.AddYears(CenturyShift(date.Year, now.Year));
                return true;
            }
        }

        date = default;
        return false;
    }

    private static int CenturyShift(int year, int currentYear)
    {
        var nearest = (currentYear / 100 * 100) + (year % 100);
        return (nearest > currentYear + 50 ? nearest - 100 : nearest) - year;
    }

    private static TimeSpan Clamp(TimeSpan delay) =>
        delay < TimeSpan.Zero ? TimeSpan.Zero : delay > Longest ? Longest : delay;
}
