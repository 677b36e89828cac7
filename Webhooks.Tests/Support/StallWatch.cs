namespace Webhooks.Tests.Support;

/// <summary>
/// Notices when the machine stands still: a timer that should beat every few milliseconds and does not. What a test measures
/// is held to its bound without the time in which nobody could have done anything.
/// </summary>
internal sealed class StallWatch : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    // Less is the ordinary unevenness of a busy machine, which a bound has room for.
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(100);

    private readonly List<(long From, long To)> _stalls = [];
    private readonly PeriodicTimer _timer = new(Beat, TimeProvider.System);
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly Task _watching;
    private long _last = TimeProvider.System.GetTimestamp();

    public StallWatch() => _watching = WatchAsync();

    /// <summary>Since the watch began, without the stalls.</summary>
    public TimeSpan Elapsed => Between(_start, TimeProvider.System.GetTimestamp());

    /// <summary>In stalls, since the watch began.</summary>
    public TimeSpan Lost => TimeProvider.System.GetElapsedTime(_start) - Elapsed;

    /// <summary>The longest time between two beats, be it a stall or not.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Between two timestamps, without the stalls.</summary>
    public TimeSpan Between(long from, long to)
    {
        lock (_stalls)
        {
            // The last one may not be over.
            return _stalls.Append((From: _last, To: TimeProvider.System.GetTimestamp()))
                .Where(gap => IsStall(gap.From, gap.To) && gap.From < to && gap.To > from).Aggregate(
                TimeProvider.System.GetElapsedTime(from, to),
                (left, stall) => left - TimeProvider.System.GetElapsedTime(Math.Max(stall.From, from), Math.Min(stall.To, to)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            lock (_stalls)
            {
                var now = TimeProvider.System.GetTimestamp();
                var gap = TimeProvider.System.GetElapsedTime(_last, now);
                Longest = gap > Longest ? gap : Longest;
                if (IsStall(_last, now))
                {
                    _stalls.Add((_last, now));
                }

                _last = now;
            }
        }
    }

    private static bool IsStall(long from, long to) => TimeProvider.System.GetElapsedTime(from, to) > Stall;
}
