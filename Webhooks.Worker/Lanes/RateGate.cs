namespace Webhooks.Worker.Lanes;

/// <summary>
/// Spaces the attempts to one endpoint: its own rate limit as GCRA (the virtual scheduling algorithm of ITU-T I.371),
/// and below that an adaptive rate which halves when the receiver asks for less traffic and grows back with success,
/// and a pause as long as the receiver's <c>Retry-After</c>.
/// Times are timestamps of the clock it is given.
/// </summary>
internal sealed class RateGate(TimeProvider time)
{
    /// <summary>Something must find out that the receiver is well again.</summary>
    private const double LeastRate = 1;

    /// <summary>Added with each success, so that the adaptive rate doubles in less than a second, whatever it is.</summary>
    private const double Growth = 1;

    /// <summary>An adaptive rate this far above what is really sent limits nothing and is dropped.</summary>
    private const double Irrelevant = 4;

    private readonly long _second = time.TimestampFrequency;
    private double _adaptive = double.PositiveInfinity;
    private double _limit = double.PositiveInfinity;
    private double _rate = double.PositiveInfinity;
    private long _due;
    private long _windowStart;
    private int _inWindow;
    private double _observed;
    private long _lastThrottle;
    private long _heldUntil;

    /// <summary>Attempts per second that are allowed now; infinite when nothing limits them.</summary>
    public double Rate => _rate;

    public bool IsLimited => !double.IsPositiveInfinity(_rate);

    /// <summary>The receiver has asked for less traffic and has not taken as much as before since.</summary>
    public bool IsThrottled => !double.IsPositiveInfinity(_adaptive);

    /// <summary>From when on the next attempt may start; in the past when it may start at once.</summary>
    public long NextAt => Math.Max(_heldUntil, IsLimited ? _due - Burst : 0);

    // What a worker that wakes up late may make up for: a tenth of a second's worth, and never more than that at once.
    private long Burst => (long)(Math.Max(0, (_rate / 10) - 1) * _second / _rate);

    /// <param name="perSecond">The endpoint's own limit; infinite for none.</param>
    public void SetLimit(double perSecond)
    {
        if (_limit != perSecond)
        {
            _limit = perSecond;
            _rate = Math.Min(_limit, _adaptive);
        }
    }

    /// <summary>The status by which the receiver has asked for less; 0 when only the endpoint's own limit holds.</summary>
    public int SlowedAfter { get; private set; }

    /// <summary>Forgets that the receiver has asked for less.</summary>
    public void Reset()
    {
        (_due, _observed, _inWindow, _lastThrottle, _heldUntil) = (0, 0, 0, 0, 0);
        Adapt(double.PositiveInfinity);
    }

    public void Take(long now)
    {
        if (now - _windowStart >= _second)
        {
            _observed = _inWindow * (double)_second / (now - _windowStart);
            _windowStart = now;
            _inWindow = 0;
        }

        _inWindow++;
        if (IsLimited)
        {
            _due = Math.Max(_due, now) + (long)(_second / _rate);
        }
    }

    /// <summary>The receiver asks for less. Answers to what was under way together count once.</summary>
    /// <param name="now">A timestamp.</param>
    /// <param name="status">By which it asks.</param>
    public void Throttle(long now, int status)
    {
        SlowedAfter = status;
        if (now - _lastThrottle < _second && IsThrottled)
        {
            return;
        }

        _lastThrottle = now;
        Adapt(Math.Max(LeastRate, Math.Min(_rate, Math.Max(_observed, _inWindow)) / 2));
    }

    /// <summary>The receiver asks for nothing until then.</summary>
    public void Hold(long until) => _heldUntil = Math.Max(_heldUntil, until);

    /// <summary>How long it still wants nothing; zero when it wants something.</summary>
    public TimeSpan HeldFor(long now) => _heldUntil > now ? time.GetElapsedTime(now, _heldUntil) : TimeSpan.Zero;

    public void Succeed()
    {
        if (IsThrottled)
        {
            var grown = _adaptive + Growth;
            var isIrrelevant = grown >= _limit || grown > Math.Max(Irrelevant * _observed, 10 * LeastRate);
            Adapt(isIrrelevant ? double.PositiveInfinity : grown);
        }
    }

    private void Adapt(double rate)
    {
        _adaptive = rate;
        SlowedAfter = IsThrottled ? SlowedAfter : 0;
        _rate = Math.Min(_limit, _adaptive);
    }
}
