using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;
using Webhooks.Worker.Lanes;
using Webhooks.Worker.Parking;
using Webhooks.Worker.Recording;
using Webhooks.Worker.Sending;

namespace Webhooks.Worker.Consuming;

/// <summary>Where a job goes that is to be sent: its endpoint decides.</summary>
internal sealed class Dispatch(
    EndpointLookup endpoints, ServedPolicies policies, OwnFaults faults, LaneEntrance lanes, Parker parker, DeliverySender sender, Recorder recorder,
    HeldJobs held)
{
    /// <summary>Puts the delivery into its endpoint's lane, or settles it as the endpoint's state demands.</summary>
    /// <param name="job">The delivery.</param>
    /// <param name="row">Its row; null when that need not be looked at.</param>
    /// <param name="cancellationToken">Ends the look-up of the endpoint.</param>
    public async ValueTask EnterAsync(DeliveryJob job, RowState? row, CancellationToken cancellationToken)
    {
        if (await FindAsync(job, row?.LastOutcome, cancellationToken) is not { } endpoint)
        {
            return;
        }

        if (job.LostItsLastAttempt)
        {
            GiveUp(job, row);
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

    /// <summary>The attempt of a delivery whose worker ended meanwhile: nobody knows what the endpoint has seen of it, so it counts.</summary>
    public async ValueTask CountLostAsync(DeliveryJob job, CancellationToken cancellationToken)
    {
        if (await FindAsync(job, previous: null, cancellationToken) is not null)
        {
            held.ReleaseAfter(job, sender.CountLost(job).Completion);
        }
    }

    /// <summary>A delivery that has left its batch: its own message waits for the next attempt, or ends by the stream's word.</summary>
    public void GoOn(DeliveryJob job) => Settle(job, job.IsGivenUp
        ? new Settlement(job, DeliveryStatus.Failed, StreamAnswer.Terminate)
        : new Settlement(job, DeliveryStatus.Retrying, StreamAnswer.Nak) { NextAttemptAt = job.Delivery.Header.DueAt });

    /// <summary>
    /// Hands over what was fetched but not begun. It is parked and not NAKed, because a message counts as tried each time the
    /// stream hands it out: a NAK of the last time would end the delivery without an attempt.
    /// </summary>
    public void HandOver(DeliveryJob job) => parker.HandOver(job);

    // An attempt that its row knows of was not lost: the endpoint allows fewer than when it was made.
    private void GiveUp(DeliveryJob job, RowState? row)
    {
        var lost = job.Attempt - 1;
        Settle(job, row?.Attempts >= lost
            ? new Settlement(job, DeliveryStatus.Failed, StreamAnswer.Terminate)
            : new Settlement(job, DeliveryStatus.Failed, StreamAnswer.Terminate) { Attempt = sender.Lost(job), AttemptNumber = lost });
    }

    private async ValueTask<EndpointConfig?> FindAsync(DeliveryJob job, DeliveryOutcome? previous, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(job.Delivery, cancellationToken);
        if (endpoint is null)
        {
            Settle(job, new Settlement(job, DeliveryStatus.Cancelled, StreamAnswer.Ack) { Reason = "endpoint deleted" });
            return null;
        }

        job.Address(endpoint, policies.Of(endpoint, job.Delivery), previous);
        return endpoint;
    }

    private void Settle(DeliveryJob job, Settlement settlement) => held.ReleaseAfter(job, recorder.Record(settlement).Completion);
}
