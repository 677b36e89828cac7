using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Worker.Recording;

namespace Webhooks.Worker.Parking;

/// <summary>
/// Holds deliveries back in the database, with the reason and the time they are due again, or without a time where they wait for
/// their endpoint. It costs them no attempt and this process no memory.
/// </summary>
internal sealed class Parker(Recorder recorder, HeldJobs held, Func<double> random, TimeProvider time, IOptions<WorkerOptions> options)
{
    private static readonly TimeSpan OwnFaultLook = TimeSpan.FromSeconds(15);

    private readonly TimeSpan _laneFull = options.Value.ParkFor;

    /// <summary>The longer its lane has been stuck, the longer until it is tried again: or all that wait there would come around all the time.</summary>
    public void ParkFull(DeliveryJob job, DateTimeOffset earliest)
    {
        var now = time.GetUtcNow();
        var wait = earliest - now is var stuck && stuck > _laneFull ? stuck : _laneFull;
        Park(job, ParkReason.LaneFull, now + (wait * (1 + random())));
    }

    public void ParkPaused(DeliveryJob job) => Park(job, ParkReason.Paused, due: null);

    public void ParkDisabled(DeliveryJob job) => Park(job, ParkReason.Disabled, due: null);

    public void ParkShut(DeliveryJob job) => Park(job, ParkReason.CircuitOpen, due: null);

    /// <param name="job">The delivery.</param>
    /// <param name="turn">When the rate lets it through.</param>
    /// <param name="reason">Why it is as low as that.</param>
    public void ParkOverRate(DeliveryJob job, DateTimeOffset turn, string reason) => Park(job, reason, turn);

    /// <summary>Nothing was sent, for a reason of the platform's own: it is looked at again in a while.</summary>
    public void ParkUnsent(DeliveryJob job) => Park(job, ParkReason.NotSent, time.GetUtcNow() + (OwnFaultLook * (1 + random())));

    /// <summary>Due at once, for whichever worker is up, which looks at its row: this one stops, or the delivery may have been withdrawn.</summary>
    public void HandOver(DeliveryJob job) => Park(job, ParkReason.HandedOver, time.GetUtcNow());

    private void Park(DeliveryJob job, string reason, DateTimeOffset? due)
    {
        var settlement = new Settlement(job, DeliveryStatus.Parked, StreamAnswer.Ack) { Reason = reason, NextAttemptAt = due };
        held.ReleaseAfter(job, recorder.Record(settlement).Completion);
    }
}
