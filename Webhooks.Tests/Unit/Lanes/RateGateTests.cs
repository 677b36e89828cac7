using Microsoft.Extensions.Time.Testing;
using Webhooks.Worker.Lanes;

namespace Webhooks.Tests.Unit.Lanes;

public sealed class RateGateTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RateGate _gate;

    public RateGateTests() => _gate = new RateGate(_time);

    [Fact]
    public void NextAt_WithoutALimit_IsNow()
    {
        SendFor(TimeSpan.FromSeconds(1), every: TimeSpan.FromMilliseconds(1));

        Assert.False(_gate.IsLimited);
        Assert.True(_gate.NextAt <= _time.GetTimestamp());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(100, 10)]
    public void Take_UnderALimit_LetsThroughTheRateAndATenthAtOnce(double rate, int burst)
    {
        _gate.SetLimit(rate);

        Assert.Equal(burst, SendAllThatMay());
        Assert.InRange(SendFor(TimeSpan.FromSeconds(10), every: TimeSpan.FromMilliseconds(1)), (rate * 10) - 1, (rate * 10) + 1);
    }

    [Fact]
    public void Take_AfterALongPause_HasSavedUpNoMoreThanTheBurst()
    {
        _gate.SetLimit(100);
        SendAllThatMay();

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(10, SendAllThatMay());
    }

    [Fact]
    public void Throttle_HalvesWhatWasSent_OncePerSecond()
    {
        SendFor(TimeSpan.FromSeconds(3), every: TimeSpan.FromMilliseconds(10));

        _gate.Throttle(_time.GetTimestamp(), 503);
        _gate.Throttle(_time.GetTimestamp(), 503);

        Assert.InRange(_gate.Rate, 45, 55);
        _time.Advance(TimeSpan.FromSeconds(1));
        _gate.Throttle(_time.GetTimestamp(), 503);
        Assert.InRange(_gate.Rate, 20, 28);
    }

    [Fact]
    public void Throttle_AgainAndAgain_LeavesOnePerSecond()
    {
        for (var i = 0; i < 20; i++)
        {
            _gate.Throttle(_time.GetTimestamp(), 503);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _gate.Rate);
    }

    [Fact]
    public void Succeed_AfterAThrottle_RestoresTheEndpointsOwnLimit()
    {
        _gate.SetLimit(50);
        SendFor(TimeSpan.FromSeconds(2), every: TimeSpan.FromMilliseconds(1));
        _gate.Throttle(_time.GetTimestamp(), 503);
        Assert.InRange(_gate.Rate, 20, 30);

        for (var i = 0; i < 200; i++)
        {
            _gate.Succeed();
        }

        Assert.Equal(50, _gate.Rate);
        Assert.False(_gate.IsThrottled);
    }

    private int SendFor(TimeSpan duration, TimeSpan every)
    {
        var sent = 0;
        for (var end = _time.GetUtcNow() + duration; _time.GetUtcNow() < end; _time.Advance(every))
        {
            if (_gate.NextAt <= _time.GetTimestamp())
            {
                _gate.Take(_time.GetTimestamp());
                sent++;
            }
        }

        return sent;
    }

    private int SendAllThatMay()
    {
        var sent = 0;
        while (_gate.NextAt <= _time.GetTimestamp())
        {
            _gate.Take(_time.GetTimestamp());
            sent++;
        }

        return sent;
    }
}
