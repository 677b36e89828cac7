using Webhooks.Worker.Parking;

namespace Webhooks.Worker.Lanes;

/// <summary>Puts a job into its endpoint's lane, waits a moment when the worker is full, and parks what cannot go now.</summary>
internal sealed class LaneEntrance(LaneScheduler lanes, HeldJobs held, Parker parker, TimeProvider time)
{
    private static readonly TimeSpan RoomWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    public async ValueTask EnterAsync(DeliveryJob job, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var admission = lanes.Admit(job);
        while (admission.Kind == AdmissionKind.Wait && time.GetElapsedTime(start) < LongestWait)
        {
            await held.WaitForRoomAsync(RoomWait, cancellationToken);
            admission = lanes.Admit(job);
        }

        switch (admission.Kind)
        {
            case AdmissionKind.Admitted:
                break;
            case AdmissionKind.Shut:
                parker.ParkShut(job);
                break;
            case AdmissionKind.OverRate:
                parker.ParkOverRate(job, admission.Until, admission.Reason!);
                break;
            default:
                parker.ParkFull(job, admission.Until);
                break;
        }
    }
}
