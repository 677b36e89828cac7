namespace Microsoft.Extensions.Time.Testing;

internal sealed class FakeTimer(FakeTimeProvider provider, TimerCallback callback, object? state) : ITimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private volatile bool _disposed;

    public DateTimeOffset Due { get; set; }

    public TimeSpan Period { get; private set; }

    public void Fire()
    {
        if (!_disposed)
        {
            callback(state);
        }
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        ThrowIfOutOfRange(dueTime);
        ThrowIfOutOfRange(period);
        if (_disposed)
        {
            return false;
        }

        Period = period;
        provider.Schedule(this, dueTime);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        provider.Unschedule(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private static void ThrowIfOutOfRange(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Longest);
        if (value != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        }
    }
}
