namespace Webhooks.Worker.Lanes;

// When what is over the rate has its turn, and what others are told of that.
internal sealed partial class Lane
{
    /// <summary>True when the adaptive rate or the pause differs by much from what was shown last; then it counts as shown.</summary>
    public bool TryChangeRate()
    {
        var rate = Gate.IsThrottled ? Gate.Rate : double.PositiveInfinity;
        var isSameRate = rate == _shownRate || (rate < 1.5 * _shownRate && rate > _shownRate / 1.5);
        if (isSameRate && !(HeldUntil - _shownHold > ShownStep))
        {
            return false;
        }

        (_shownRate, _shownHold) = (rate, HeldUntil ?? _shownHold);
        return true;
    }

    /// <summary>When a delivery over the rate has its turn: parked ones come back one after the other, at the rate.</summary>
    public DateTimeOffset ReserveTurn()
    {
        _turnRate = Math.Min(_turnRate, Gate.Rate);
        var interval = TimeSpan.FromSeconds(1 / Gate.Rate);
        var earliest = time.GetUtcNow() + HeldFor + (Waiting.Count * interval);
        _lastTurn = (_lastTurn > earliest ? _lastTurn : earliest) + interval;
        return _lastTurn;
    }

    /// <summary>
    /// True when its rate has doubled since turns were given out: what is parked for one may come sooner. Without, a lane would
    /// come by no more successes than the low rate's turns bring, and recover as slowly.
    /// </summary>
    public bool TrySpeedUp()
    {
        if (double.IsPositiveInfinity(_turnRate) || Gate.Rate < 2 * _turnRate)
        {
            return false;
        }

        (_turnRate, _lastTurn) = (Gate.Rate, default);
        return true;
    }
}
