using Polly.CircuitBreaker;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;
using Webhooks.Worker.Circuits;

namespace Webhooks.Worker.Lanes;

/// <summary>
/// The way to one endpoint: what waits for it here, what is being sent to it, and how it has been answering. Guarded
/// by its <see cref="LaneScheduler"/>'s lock.
/// </summary>
internal sealed partial class Lane(EndpointId endpoint, int concurrency, TimeProvider time)
{
    /// <summary>A lane with a rate holds what that lets through within this time; the rest is parked.</summary>
    private const double RateSeconds = 2;

    private static readonly TimeSpan SlowAttempt = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ShownStep = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan HungAttempt = TimeSpan.FromSeconds(1);

    private DateTimeOffset _lastTurn;
    private double _turnRate = double.PositiveInfinity;
    private double _averageTicks;
    private double _shownRate = double.PositiveInfinity;
    private DateTimeOffset _shownHold;

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

    /// <summary>As much waits as its rate lets through soon.</summary>
    public bool IsOverRate => Gate.IsLimited && Waiting.Count >= Room;

    /// <summary>More waits than that, since the rate has fallen.</summary>
    public bool IsOverfull => Gate.IsLimited && Waiting.Count > Room;

    /// <summary>Why a delivery over the rate has to wait: one of <see cref="ParkReason"/>.</summary>
    public string OverRateReason =>
        HeldFor > TimeSpan.Zero ? ParkReason.RetryAfter : Gate.SlowedAfter > 0 ? ParkReason.Slowed(Gate.SlowedAfter) : ParkReason.RateLimit;

    /// <summary>Until when the receiver wants nothing; null when it wants something.</summary>
    public DateTimeOffset? HeldUntil => HeldFor is var held && held > TimeSpan.Zero ? time.GetUtcNow() + held : null;

    /// <summary>How long its oldest attempt has been under way.</summary>
    public TimeSpan Age => Sending.First is { } oldest ? time.GetElapsedTime(oldest.Value.StartedSending) : TimeSpan.Zero;

    /// <summary>Every attempt that it may have is under way, the youngest for long: a short queue is all it gets.</summary>
    public bool IsHung =>
        Sending.Count >= concurrency && Waiting.Count >= concurrency && time.GetElapsedTime(Sending.Last!.Value.StartedSending) > HungAttempt;

    /// <summary>Does not move, or so slowly that what joins now waits for more than a second.</summary>
    public bool IsStuck =>
        Sending.Count > 0 && (Age > SlowAttempt || _averageTicks * Waiting.Count / concurrency > time.TimestampFrequency);

    public bool IsEmpty => Held == 0 && !IsInLine;

    /// <summary>Nothing in it and nothing to remember of it.</summary>
    public bool IsForgettable =>
        IsEmpty && !Gate.IsLimited && FailingSince is null && Circuit is null or { State: CircuitState.Closed };

    private TimeSpan HeldFor => Gate.HeldFor(time.GetTimestamp());

    private double Room => RateSeconds - HeldFor.TotalSeconds is var left and > 0 ? Math.Max(1, Gate.Rate * left) : 0;

    /// <param name="outcome">Of an attempt.</param>
    /// <param name="asked">How long the receiver asks for nothing; zero when it does not.</param>
    /// <param name="elapsedTicks">How long the attempt took.</param>
    public void Observe(DeliveryOutcome outcome, TimeSpan asked, long elapsedTicks)
    {
        _averageTicks = _averageTicks == 0 ? elapsedTicks : (_averageTicks * 0.9) + (elapsedTicks * 0.1);
        if (outcome.Verdict == Verdict.Delivered)
        {
            FailingSince = null;
            if (HeldFor == TimeSpan.Zero)
            {
                Gate.Succeed();
            }

            return;
        }

        FailingSince ??= time.GetUtcNow();
        if (outcome.IsThrottle || asked > TimeSpan.Zero)
        {
            var now = time.GetTimestamp();
            Gate.Throttle(now, outcome.StatusCode);
            Gate.Hold(now + (long)(asked.TotalSeconds * time.TimestampFrequency));
        }
    }

    /// <summary>Forgets what was learnt under earlier settings. True when there was anything that others had been told.</summary>
    public bool StartAfresh(int settingsVersion)
    {
        var isKnown = Circuit is not null || Gate.IsThrottled;
        Circuit?.Retire();
        Circuit = null;
        Gate.Reset();
        (SettingsVersion, FailingSince, _lastTurn, _turnRate) = (settingsVersion, null, default, double.PositiveInfinity);
        (_averageTicks, _shownRate, _shownHold) = (0, double.PositiveInfinity, default);
        return isKnown;
    }
}
