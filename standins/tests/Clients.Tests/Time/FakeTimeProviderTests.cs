using Microsoft.Extensions.Time.Testing;

namespace Clients.Tests.Time;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void GetUtcNow_NotAdvanced_StandsStill() => Assert.Equal(_time.GetUtcNow(), _time.GetUtcNow());

    [Fact]
    public void GetUtcNow_DefaultStart_IsTheYear2000() =>
        Assert.Equal(new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), new FakeTimeProvider().GetUtcNow());

    [Fact]
    public void GetUtcNow_AutoAdvance_MovesAfterEachRead()
    {
        _time.AutoAdvanceAmount = TimeSpan.FromSeconds(1);

        Assert.Equal(DateTimeOffset.UnixEpoch, _time.GetUtcNow());
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1), _time.GetUtcNow());
    }

    [Fact]
    public void GetElapsedTime_Advanced_IsTheAdvance()
    {
        var start = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromMilliseconds(1234));

        Assert.Equal(TimeSpan.FromMilliseconds(1234), _time.GetElapsedTime(start));
    }

    [Fact]
    public void SetUtcNow_Backwards_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.SetUtcNow(DateTimeOffset.UnixEpoch.AddTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public void CreateTimer_Periodic_FiresOncePerElapsedPeriod()
    {
        var fired = 0;
        using var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Equal(0, fired);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, fired);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(6, fired);
    }

    [Fact]
    public void CreateTimer_Several_FireInOrderOfDueTime()
    {
        var order = new List<int>();
        using var late = _time.CreateTimer(_ => order.Add(3), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var early = _time.CreateTimer(_ => order.Add(1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.SetUtcNow(DateTimeOffset.UnixEpoch.AddMinutes(1));

        Assert.Equal([1, 3], order);
    }

    [Fact]
    public void Change_DisposedTimer_ReturnsFalseAndNeverFires()
    {
        var fired = false;
        var timer = _time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        timer.Dispose();

        Assert.False(timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(fired);
    }

    [Fact]
    public async Task Delay_Advanced_Completes()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _time);
        Assert.False(delay.IsCompleted);

        _time.Advance(TimeSpan.FromMinutes(5));

        await delay.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task PeriodicTimer_Advanced_Ticks()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), _time);
        var tick = timer.WaitForNextTickAsync();
        Assert.False(tick.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await tick);
    }

    [Fact]
    public void AdjustTime_Backwards_KeepsTheTimeThatTimersHaveLeft()
    {
        var fired = false;
        using var timer = _time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(10), Timeout.InfiniteTimeSpan);

        _time.AdjustTime(DateTimeOffset.UnixEpoch.AddDays(-1));
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(fired);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(fired);
    }
}
