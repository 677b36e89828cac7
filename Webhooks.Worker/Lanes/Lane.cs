using Polly.CircuitBreaker;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;
using Webhooks.Worker.Circuits;

namespace Webhooks.Worker.Lanes;

/// <summary>
/// The way to one endpoint: what waits for it here, what is being sent to it, and how it has been answering. Guarded
/// by its <see cref="LaneScheduler"/>'s lock.
/// </summary>
internal sealed class Lane(EndpointId endpoint, int concurrency, TimeProvider time)
{
    /// <summary>A lane with a rate holds what that lets through within this time; the rest is parked.</summary>
    private const double RateSeconds = 2;

    private static readonly TimeSpan SlowAttempt = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan HungAttempt = TimeSpan.FromSeconds(1);

    private DateTimeOffset _lastTurn;
    private double _turnRate = double.PositiveInfinity;
    private double _averageTicks;
    private double _shownRate = double.PositiveInfinity;

    public EndpointId Endpoint { get; } = endpoint;

    /// <summary>Of the endpoint's settings: what the lane has learnt holds for it.</summary>
    public int SettingsVersion { get; private set; }

    public Queue<DeliveryJob> Waiting { get; } = new();

    /// <summary>Attempts under way, oldest first.</summary>
    public LinkedList<DeliveryJob> Sending { get; } = new();

    public RateGate Gate { get; } = new(time);

    /// <summary>Made at the first failure: an endpoint that works needs none.</summary>
    public EndpointCircuit? Circuit { get; set; }

    /// <summary>In line for its next turn.</summary>
    public bool IsInLine { get; set; }

    /// <summary>Since when every attempt has failed; null when the last one succeeded.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    public int Held => Waiting.Count + Sending.Count;

    public bool CanSend => Waiting.Count > 0 && Sending.Count < concurrency;

    public bool IsShut => Circuit is { } circuit && circuit.IsShut(time.GetUtcNow());

    /// <summary>More waits than its rate lets through soon.</summary>
    public bool IsOverRate => Gate.IsLimited && Waiting.Count >= Math.Max(1, Gate.Rate * RateSeconds);

    /// <summary>How long its oldest attempt has been under way.</summary>
    public TimeSpan Age => Sending.First is { } oldest ? time.GetElapsedTime(oldest.Value.StartedSending) : TimeSpan.Zero;

    /// <summary>Every attempt that it may have is under way, the youngest for long: a short queue is all it gets.</summary>
    public bool IsHung =>
        Sending.Count >= concurrency && Waiting.Count >= concurrency && time.GetElapsedTime(Sending.Last!.Value.StartedSending) > HungAttempt;

    /// <summary>Does not move, or so slowly that what joins now waits for more than a second.</summary>
    public bool IsStuck =>
        Sending.Count > 0 && (Age > SlowAttempt || _averageTicks * Waiting.Count / concurrency > time.TimestampFrequency);

    /// <summary>Nothing in it and nothing to remember of it.</summary>
    public bool IsForgettable =>
        Held == 0 && !IsInLine && !Gate.IsLimited && FailingSince is null && Circuit is null or { State: CircuitState.Closed };

    public void Observe(DeliveryOutcome outcome, long elapsedTicks)
    {
        _averageTicks = _averageTicks == 0 ? elapsedTicks : (_averageTicks * 0.9) + (elapsedTicks * 0.1);
        if (outcome.Verdict == Verdict.Delivered)
        {
            FailingSince = null;
            Gate.Succeed();
            return;
        }

        FailingSince ??= time.GetUtcNow();
        if (outcome.IsThrottle)
        {
            Gate.Throttle(time.GetTimestamp(), outcome.StatusCode);
        }
    }

    /// <summary>Forgets what was learnt under earlier settings. True when there was anything that others had been told.</summary>
    public bool StartAfresh(int settingsVersion)
    {
        var isKnown = Circuit is not null || Gate.IsThrottled;
        Circuit?.Retire();
        Circuit = null;
        Gate.Reset();
        (SettingsVersion, FailingSince, _lastTurn, _turnRate, _averageTicks, _shownRate) =
            (settingsVersion, null, default, double.PositiveInfinity, 0, double.PositiveInfinity);
        return isKnown;
    }

    /// <summary>True when the adaptive rate differs by much from what was shown last; then it counts as shown.</summary>
    public bool TryChangeRate()
    {
        var rate = Gate.IsThrottled ? Gate.Rate : double.PositiveInfinity;
        if (rate == _shownRate || (rate < 1.5 * _shownRate && rate > _shownRate / 1.5))
        {
            return false;
        }

        _shownRate = rate;
        return true;
    }

    /// <summary>When a delivery over the rate has its turn: parked ones come back one after the other, at the rate.</summary>
    public DateTimeOffset ReserveTurn()
    {
        _turnRate = Math.Min(_turnRate, Gate.Rate);
        var interval = TimeSpan.FromSeconds(1 / Gate.Rate);
        var earliest = time.GetUtcNow() + (Waiting.Count * interval);
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
