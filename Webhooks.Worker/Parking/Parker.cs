using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Worker.Lanes;
using Webhooks.Worker.Recording;

namespace Webhooks.Worker.Parking;

/// <summary>
/// Holds deliveries back in the database, with the reason and the time they are due again. It costs them no attempt
/// and this process no memory.
/// </summary>
internal sealed class Parker(
    Recorder recorder, WorkerInstruments instruments, Func<double> random, TimeProvider time,
    IOptions<WorkerOptions> options, IOptions<CircuitOptions> circuit)
{
    private static readonly TimeSpan PauseLook = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _laneFull = options.Value.ParkFor;
    private readonly TimeSpan _spread = circuit.Value.BreakDuration;

    /// <summary>The longer its lane has been stuck, the longer until it is tried again: or all that wait there would come around all the time.</summary>
    public ValueTask ParkFullAsync(DeliveryJob job, DateTimeOffset earliest)
    {
        var now = time.GetUtcNow();
        var wait = earliest - now is var stuck && stuck > _laneFull ? stuck : _laneFull;
        return ParkAsync(job, ParkReason.LaneFull, now + (wait * (1 + random())));
    }

    public ValueTask ParkPausedAsync(DeliveryJob job) => ParkAsync(job, ParkReason.Paused, time.GetUtcNow() + PauseLook);

    public ValueTask ParkOverRateAsync(DeliveryJob job, DateTimeOffset turn) => ParkAsync(job, ParkReason.RateLimit, turn);

    /// <summary>
    /// Spread over a while after the circuit's next probe: a few are needed to find out whether the endpoint is back,
    /// and when it is, all of them are released at once.
    /// </summary>
    public ValueTask ParkShutAsync(DeliveryJob job, DateTimeOffset openUntil)
    {
        var now = time.GetUtcNow();
        return ParkAsync(job, ParkReason.CircuitOpen, (openUntil > now ? openUntil : now) + (_spread * random()));
    }

    /// <summary>A worker that stops leaves it, due at once, to whichever is up.</summary>
    public ValueTask HandOverAsync(DeliveryJob job) => ParkAsync(job, ParkReason.HandedOver, time.GetUtcNow());

    private ValueTask ParkAsync(DeliveryJob job, string reason, DateTimeOffset due)
    {
        var settlement = new Settlement(job, DeliveryStatus.Parked, StreamAnswer.Ack) { Reason = reason, NextAttemptAt = due };
        instruments.Settled(settlement);
        return recorder.RecordAsync(settlement);
    }
}
