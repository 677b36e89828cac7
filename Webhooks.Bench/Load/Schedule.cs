using System.Diagnostics;

namespace Webhooks.Bench.Load;

/// <summary>When events are due: at a fixed rate whatever the answers do, or, without a rate, at once until the end.</summary>
internal sealed class Schedule(long start, TimeSpan duration, int? rate)
{
    private readonly double _interval = rate is { } perSecond ? (double)Stopwatch.Frequency / perSecond : 0;
    private readonly long _total = rate is { } perSecond ? (long)Math.Round(perSecond * duration.TotalSeconds) : long.MaxValue;
    private long _taken;

    public long End { get; } = start + (long)(duration.TotalSeconds * Stopwatch.Frequency);

    public long Remaining => rate is null ? 0 : _total - _taken;

    public bool IsOver(long now) => rate is null ? now >= End : _taken >= _total;

    public bool TryTake(long now, out long dueAt)
    {
        dueAt = rate is null ? now : Next;
        if (IsOver(now) || dueAt > now)
        {
            return false;
        }

        _taken++;
        return true;
    }

    public TimeSpan UntilNext(long now) =>
        IsOver(now) ? TimeSpan.MaxValue : TimeSpan.FromTicks(Math.Max(0, (Next - now) * TimeSpan.TicksPerSecond / Stopwatch.Frequency));

    private long Next => start + (long)(_taken * _interval);
}
