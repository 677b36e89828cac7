using System.Globalization;

namespace Webhooks.Dashboard.Shell;

/// <summary>A time as a form or an address has it: UTC where it names no zone.</summary>
internal static class TimeField
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>As a browser's field for it takes it, in UTC; what is no time as it was entered.</summary>
    public static string? Shown(string? text) => Parse(text) is { UtcDateTime: var time }
        ? time.ToString(time.TimeOfDay.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        : text;

    /// <summary>Null where nothing was entered.</summary>
    /// <exception cref="FieldException">It is no time, or one that nothing here can have.</exception>
    public static DateTimeOffset? Read(string name, string? text) => string.IsNullOrWhiteSpace(text) ? null
        : Parse(text) ?? throw new FieldException($"'{name}' must be a time like 2026-01-31T12:00, and not before 1970.");

    /// <summary>From a time to before another; null where nothing was entered.</summary>
    /// <exception cref="FieldException">One is no time, or the first is after the other.</exception>
    public static (DateTimeOffset? From, DateTimeOffset? To) ReadSpan(string fromName, string? from, string toName, string? to)
    {
        var (begin, end) = (Read(fromName, from), Read(toName, to));
        return begin > end ? throw new FieldException($"'{fromName}' must not be after '{toName}'.") : (begin, end);
    }

    private static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParseExact(text?.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time >= DateTimeOffset.UnixEpoch
            ? time
            : null;
}
