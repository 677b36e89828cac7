using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;
using Webhooks.Worker.DeadLetters;
using Webhooks.Worker.Lanes;
using Webhooks.Worker.Parking;
using Webhooks.Worker.Recording;
using Webhooks.Worker.Sending;

namespace Webhooks.Worker.Consuming;

/// <summary>Where a job goes that is to be sent: its endpoint decides.</summary>
internal sealed class Dispatch(
    EndpointLookup endpoints, ServedPolicies policies, OwnFaults faults, LaneEntrance lanes, Parker parker, Recorder recorder, LastAttemptLost lost, HeldJobs held)
{
    /// <summary>Puts the delivery into its endpoint's lane, or settles it as the endpoint's state demands.</summary>
    public async ValueTask EnterAsync(DeliveryJob job, DeliveryOutcome? previous, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(job.Delivery, cancellationToken);
        if (endpoint is null)
        {
            Settle(job, DeliveryStatus.Cancelled, "endpoint deleted");
            return;
        }

        job.Address(endpoint, policies.Of(endpoint, job.Delivery), previous);
        if (job.LostItsLastAttempt)
        {
            await lost.BuryAsync(job, cancellationToken);
            return;
        }

        switch (endpoint.State)
        {
            case EndpointState.Active when faults.Prevent(endpoint):
                parker.ParkUnsent(job);
                break;
            case EndpointState.Active:
                await lanes.EnterAsync(job, cancellationToken);
                break;
            case EndpointState.Paused:
                parker.ParkPaused(job);
                break;
            default:
                parker.ParkDisabled(job);
                break;
        }
    }

    /// <summary>
    /// Hands over what was fetched but not begun. It is parked and not NAKed, because a message counts as tried each time the
    /// stream hands it out: a NAK of the last time would end the delivery without an attempt.
    /// </summary>
    public void HandOver(DeliveryJob job) => parker.HandOver(job);

    private void Settle(DeliveryJob job, string status, string reason) =>
        held.ReleaseAfter(job, recorder.Record(new Settlement(job, status, StreamAnswer.Ack) { Reason = reason }).Completion);
}
