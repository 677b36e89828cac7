using System.Collections.Frozen;

namespace Webhooks.Core.Retries;

/// <summary>The meaning of each status code and error; later rows override earlier ones.</summary>
public static class OutcomeTable
{
    private static readonly (int From, int To, Verdict Verdict)[] Statuses =
    [
        // Only a broken server lets a 1xx through as the final answer; what is not a status at all is no success either.
        (0, 199, Verdict.Retry),
        (200, 299, Verdict.Delivered),
        (300, 399, Verdict.Fail),
        (400, 499, Verdict.RetryOnce),
        (408, 408, Verdict.Retry),
        (410, 410, Verdict.FailAndDisable),
        (425, 425, Verdict.Retry),
        (429, 429, Verdict.Retry),
        (500, 999, Verdict.Retry),
    ];

    private static readonly FrozenDictionary<AttemptError, Verdict> Errors = new Dictionary<AttemptError, Verdict>
    {
        [AttemptError.None] = Verdict.Delivered,
        [AttemptError.DnsFailure] = Verdict.Retry,
        [AttemptError.ConnectionRefused] = Verdict.Retry,
        [AttemptError.ConnectionReset] = Verdict.Retry,
        [AttemptError.Unreachable] = Verdict.Retry,
        [AttemptError.TlsFailure] = Verdict.Retry,
        [AttemptError.Timeout] = Verdict.Retry,
        [AttemptError.ProtocolError] = Verdict.Retry,
        [AttemptError.BlockedAddress] = Verdict.Fail,
        [AttemptError.InvalidRequest] = Verdict.Fail,
        [AttemptError.Unknown] = Verdict.Retry,
    }.ToFrozenDictionary();

    private static readonly Verdict[] ByStatus = Expand();

    public static Verdict For(int statusCode) =>
        (uint)statusCode < (uint)ByStatus.Length ? ByStatus[statusCode] : Verdict.Retry;

    public static Verdict For(AttemptError error) => Errors.GetValueOrDefault(error, Verdict.Retry);

    /// <summary>The statuses that ask for less traffic (Standard Webhooks 1.0, and 503 as the one with Retry-After).</summary>
    public static bool IsThrottle(int statusCode) => statusCode is 429 or 502 or 503 or 504;

    private static Verdict[] Expand()
    {
        var table = new Verdict[1000];
        foreach (var (from, to, verdict) in Statuses)
        {
            table.AsSpan(from..(to + 1)).Fill(verdict);
        }

        return table;
    }
}
