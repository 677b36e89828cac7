using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Worker.Circuits;
using Webhooks.Worker.Recording;

namespace Webhooks.Worker.Parking;

/// <summary>
/// Holds deliveries back in the database, with the reason and the time they are due again. It costs them no attempt
/// and this process no memory.
/// </summary>
internal sealed class Parker(
    Recorder recorder, HeldJobs held, Func<double> random, TimeProvider time,
    IOptions<WorkerOptions> options, IOptions<CircuitOptions> circuit)
{
    private static readonly TimeSpan PauseLook = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _laneFull = options.Value.ParkFor;
    private readonly TimeSpan _spread = circuit.Value.BreakDuration;

    /// <summary>The longer its lane has been stuck, the longer until it is tried again: or all that wait there would come around all the time.</summary>
    public void ParkFull(DeliveryJob job, DateTimeOffset earliest)
    {
        var now = time.GetUtcNow();
        var wait = earliest - now is var stuck && stuck > _laneFull ? stuck : _laneFull;
        Park(job, ParkReason.LaneFull, now + (wait * (1 + random())));
    }

    public void ParkPaused(DeliveryJob job) => Park(job, ParkReason.Paused, time.GetUtcNow() + PauseLook);

    public void ParkOverRate(DeliveryJob job, DateTimeOffset turn) => Park(job, ParkReason.RateLimit, turn);

    /// <summary>
    /// Spread over a while after the circuit's next probe: a few are needed to find out whether the endpoint is back,
    /// and when it is, all of them are released at once.
    /// </summary>
    public void ParkShut(DeliveryJob job, DateTimeOffset openUntil)
    {
        var now = time.GetUtcNow();
        Park(job, ParkReason.CircuitOpen, (openUntil > now ? openUntil : now) + (_spread * random()));
    }

    /// <summary>A worker that stops leaves it, due at once, to whichever is up.</summary>
    public void HandOver(DeliveryJob job) => Park(job, ParkReason.HandedOver, time.GetUtcNow());

    private void Park(DeliveryJob job, string reason, DateTimeOffset due)
    {
        var settlement = new Settlement(job, DeliveryStatus.Parked, StreamAnswer.Ack) { Reason = reason, NextAttemptAt = due };
        held.ReleaseAfter(job, recorder.Record(settlement).Completion);
    }
}
