using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Paging;

/// <summary>How much of a list is asked for, and from where. Numbers come as text, so that a bad one gets a sentence of its own.</summary>
public static class PageRequest
{
    public const int MaxLimit = 100;

    public static ProblemHttpResult BadLimit => ProblemTypes.InvalidRequest.With($"'limit' must be a number from 1 to {MaxLimit}.");

    public static ProblemHttpResult BadToken =>
        ProblemTypes.InvalidToken.With("'next_token' was not issued for this list and these filters. Start again without it.");

    public static ProblemHttpResult BadTime(string parameter) =>
        ProblemTypes.InvalidRequest.With($"'{parameter}' must be unix seconds or an ISO 8601 time, such as 2026-01-21T12:00:00Z.");

    public static bool TryReadLimit(string? text, int fallback, out int limit)
    {
        limit = fallback;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit);
    }

    /// <summary>Unix seconds or ISO 8601.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        time = null;
        if (text is null)
        {
            return true;
        }

        // Up to the year 9999; UUIDv7 holds milliseconds since 1970.
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            time = seconds <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }
        else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            && parsed >= DateTimeOffset.UnixEpoch)
        {
            time = parsed;
        }

        return time is not null;
    }
}
