using System.Globalization;

namespace Webhooks.Dashboard.Design;

/// <summary>Times and spans as a reader wants them.</summary>
internal static class Moments
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", Culture);

    public static string Full(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", Culture);

    /// <summary>The time of day for today, else the day too.</summary>
    public static string Short(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm", Culture);

    public static string Away(DateTimeOffset at, DateTimeOffset now) => at > now ? $"in {Span(at - now)}" : $"{Span(now - at)} ago";

    public static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "a moment",
        { TotalSeconds: < 90 } => string.Create(Culture, $"{span.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(Culture, $"{span.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(Culture, $"{span.TotalHours:0} h"),
        _ => string.Create(Culture, $"{span.TotalDays:0} days"),
    };

    /// <summary>In one piece with its unit.</summary>
    public static string Milliseconds(double ms) => ms switch
    {
        < 10 => string.Create(Culture, $"{ms:0.0}\u00a0ms"),
        < 10_000 => string.Create(Culture, $"{ms:0}\u00a0ms"),
        _ => string.Create(Culture, $"{ms / 1000:0.0}\u00a0s"),
    };
}
