using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;
using Webhooks.Worker.Lanes;
using Webhooks.Worker.Parking;
using Webhooks.Worker.Recording;
using Webhooks.Worker.Sending;

namespace Webhooks.Worker.Consuming;

/// <summary>Where a message goes that is to be sent: its endpoint decides.</summary>
internal sealed class Dispatch(
    EndpointLookup endpoints, ServedPolicies policies, OwnFaults faults, EndpointKeys keys, LaneEntrance lanes, Parker parker, Recorder recorder,
    WorkerInstruments instruments)
{
    /// <summary>Puts the delivery into its endpoint's lane, or settles it as the endpoint's state demands.</summary>
    public async ValueTask EnterAsync(
        INatsJSMsg<DeliveryMessage> message, DeliveryMessage delivery, RetryPolicy policy, DeliveryOutcome? previous, CancellationToken cancellationToken)
    {
        var endpoint = await endpoints.FindAsync(delivery, cancellationToken);
        var job = new DeliveryJob(message, delivery, policies.Of(endpoint, delivery), endpoint ?? Deleted(delivery), previous) { MostDeliveries = policy.MaxAttempts };
        switch (endpoint?.State)
        {
            case EndpointState.Active when !keys.CanSign(endpoint, out var fault):
                faults.Note(fault);
                await parker.ParkUnsentAsync(job);
                break;
            case EndpointState.Active:
                await lanes.EnterAsync(job, cancellationToken);
                break;
            case EndpointState.Paused:
                await parker.ParkPausedAsync(job);
                break;
            case null:
                await SettleAsync(new Settlement(job, DeliveryStatus.Cancelled, StreamAnswer.Ack) { Reason = "endpoint deleted" });
                break;
            default:
                await parker.ParkDisabledAsync(job);
                break;
        }
    }

    /// <summary>
    /// Hands over what was fetched but not begun. It is parked and not NAKed, because a message counts as tried each time the
    /// stream hands it out: a NAK of the last time would end the delivery without an attempt.
    /// </summary>
    public async ValueTask HandOverAsync(INatsJSMsg<DeliveryMessage> message, RetryPolicy policy)
    {
        if (message.Data is { } delivery)
        {
            await parker.HandOverAsync(new DeliveryJob(message, delivery, policy, Deleted(delivery), previous: null));
        }
    }

    private ValueTask SettleAsync(Settlement settlement)
    {
        instruments.Settled(settlement);
        return recorder.RecordAsync(settlement);
    }

    private static EndpointConfig Deleted(DeliveryMessage delivery) => new()
    {
        Id = delivery.Endpoint,
        TenantId = delivery.Header.TenantId,
        Url = new Uri("about:blank"),
        Filter = new EventFilter([]),
        State = EndpointState.Disabled,
    };
}
