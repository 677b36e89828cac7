using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Paging;

/// <summary>How much of a list is asked for, and from where. Numbers come as text, so that a bad one gets a sentence of its own.</summary>
public static class PageRequest
{
    public const int MaxLimit = 100;

    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz",
        "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    public static ProblemHttpResult BadLimit => ProblemTypes.InvalidRequest.With($"'limit' must be a whole number from 1 to {MaxLimit}.");

    public static ProblemHttpResult BadToken =>
        ProblemTypes.InvalidToken.With("'next_token' was not issued for this list and these filters. Start again without it.");

    public static ProblemHttpResult BadTime(string parameter) =>
        ProblemTypes.InvalidRequest.With(TimeRule(parameter));

    public static string TimeRule(string parameter) =>
        $"'{parameter}' must be a time in the years 1970 to 9999, as unix seconds or as a date and time of ISO 8601 with its zone: 1769000000, 2026-01-21T12:00:00Z or 2026-01-21T13:00:00+01:00.";

    public static bool TryReadLimit(string? text, int fallback, out int limit)
    {
        limit = fallback;
        return text is null || (TryReadNumber(text, out limit) && limit is >= 1 and <= MaxLimit);
    }

    /// <summary>Digits and nothing else: the framework takes U+0000 after them.</summary>
    public static bool TryReadNumber(string text, out int number)
    {
        number = 0;
        return text.All(char.IsAsciiDigit) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Unix seconds, or ISO 8601 with a date, a time and a zone.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        // Up to the year 9999; UUIDv7 holds milliseconds since 1970.
        if (text.All(char.IsAsciiDigit))
        {
            time = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253_402_300_799
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        else if (DateTimeOffset.TryParseExact(WithPlus(text), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            && parsed >= DateTimeOffset.UnixEpoch)
        {
            time = parsed;
        }

        return time is not null;
    }

    /// <summary>
    /// From a time to before another; a sentence where one is no time, or the first is after the other. Between equal times there is nothing, which is
    /// no mistake: a caller that goes on from where it was asks for it.
    /// </summary>
    /// <param name="prefix">Of both names.</param>
    public static bool TryReadSpan(string? since, string? until, string prefix, out DateTimeOffset? from, out DateTimeOffset? to, out string error)
    {
        to = null;
        error = !TryReadTime(since, out from) ? TimeRule(prefix + "since")
            : !TryReadTime(until, out to) ? TimeRule(prefix + "until")
            : from > to ? $"'{prefix}since' must not be after '{prefix}until': nothing can be between them."
            : "";
        return error.Length == 0;
    }

    // A plus that was not percent-encoded is a space in a query.
    private static string WithPlus(string text) => text is [.., ' ', _, _, ':', _, _] ? string.Concat(text.AsSpan(0, text.Length - 6), "+", text.AsSpan(text.Length - 5)) : text;
}
