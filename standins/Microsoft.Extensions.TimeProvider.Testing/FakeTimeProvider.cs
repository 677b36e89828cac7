using System.Globalization;

namespace Microsoft.Extensions.Time.Testing;

/// <summary>A clock that stands still until it is told to move, and whose timers fire inside the call that moves it.</summary>
public class FakeTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _scheduled = [];
    private DateTimeOffset _now;
    private TimeSpan _autoAdvanceAmount;
    private TimeZoneInfo _localTimeZone = TimeZoneInfo.Utc;

    /// <summary>Starts at midnight of January 1st, 2000, UTC.</summary>
    public FakeTimeProvider()
        : this(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public FakeTimeProvider(DateTimeOffset startDateTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(startDateTime.Ticks, 0, nameof(startDateTime));
        _now = Start = startDateTime;
    }

    public DateTimeOffset Start { get; }

    /// <summary>How far the clock moves each time that it is read; zero unless set.</summary>
    public TimeSpan AutoAdvanceAmount
    {
        get => _autoAdvanceAmount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _autoAdvanceAmount = value;
        }
    }

    public override TimeZoneInfo LocalTimeZone => _localTimeZone;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        DateTimeOffset read;
        lock (_gate)
        {
            read = _now;
            _now += _autoAdvanceAmount;
        }

        FireDue();
        return read;
    }

    /// <summary>Moves the clock forward to a time and fires what has become due.</summary>
    public void SetUtcNow(DateTimeOffset value)
    {
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, _now);
            _now = value;
        }

        FireDue();
    }

    /// <summary>Moves the clock forward and fires what has become due, each timer as often as its period fits.</summary>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);
        lock (_gate)
        {
            _now += delta;
        }

        FireDue();
    }

    /// <summary>Sets the clock, backwards too, as an administrator would: timers keep the time that they have left.</summary>
    public void AdjustTime(DateTimeOffset value)
    {
        lock (_gate)
        {
            var shift = value - _now;
            _now = value;
            _scheduled.ForEach(timer => timer.Due += shift);
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _now.Ticks;
        }
    }

    public void SetLocalTimeZone(TimeZoneInfo localTimeZone)
    {
        ArgumentNullException.ThrowIfNull(localTimeZone);
        _localTimeZone = localTimeZone;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return _now.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);
        }
    }

    internal void Schedule(FakeTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _scheduled.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = _now + dueTime;
                _scheduled.Add(timer);
            }
        }

        FireDue();
    }

    internal void Unschedule(FakeTimer timer)
    {
        lock (_gate)
        {
            _scheduled.Remove(timer);
        }
    }

    // Callbacks run outside the lock: they may read the clock, change timers or move the clock on.
    private void FireDue()
    {
        while (TakeDue() is { } timer)
        {
            timer.Fire();
        }
    }

    private FakeTimer? TakeDue()
    {
        lock (_gate)
        {
            var next = _scheduled.MinBy(timer => timer.Due);
            if (next is null || next.Due > _now)
            {
                return null;
            }

            _scheduled.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.Due += next.Period;
                _scheduled.Add(next);
            }

            return next;
        }
    }
}
