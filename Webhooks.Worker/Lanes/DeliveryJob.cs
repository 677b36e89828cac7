using NATS.Client.JetStream;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Lanes;

/// <summary>One delivery in this worker's hands, from the fetch until its outcome is recorded and the message settled.</summary>
internal sealed class DeliveryJob
{
    private readonly RetryPolicy _policy;

    public DeliveryJob(
        INatsJSMsg<DeliveryMessage> message, DeliveryMessage delivery, RetryPolicy policy, EndpointConfig endpoint, DeliveryOutcome? previous)
    {
        Message = message;
        Delivery = delivery;
        Endpoint = endpoint;
        Previous = previous;
        _policy = policy;
        var metadata = message.Metadata;
        Deliveries = (int)(metadata?.NumDelivered ?? 1);
        StreamSequence = metadata?.Sequence.Stream ?? 0;
        HeldNode = new LinkedListNode<DeliveryJob>(this);
        SendingNode = new LinkedListNode<DeliveryJob>(this);
    }

    public INatsJSMsg<DeliveryMessage> Message { get; }

    public DeliveryMessage Delivery { get; }

    public EndpointConfig Endpoint { get; }

    /// <summary>How the attempt before this one ended, when there was one.</summary>
    public DeliveryOutcome? Previous { get; }

    /// <summary>The endpoint's or its event type's; the endpoint's own maximum counts, whatever the policy's is.</summary>
    public RetryPolicy Policy => Endpoint.MaxAttempts is { } most ? _policy.WithMaxAttempts(most) : _policy;

    /// <summary>How often the stream hands this message out at the most.</summary>
    public int MostDeliveries { get; init; } = int.MaxValue;

    /// <summary>How often the stream has handed this message out, this time included.</summary>
    public int Deliveries { get; }

    public ulong StreamSequence { get; }

    /// <summary>The number of the attempt over the whole life of the delivery, from 1.</summary>
    public int Attempt => Delivery.Header.PriorAttempts + Deliveries;

    /// <summary>The number of the attempt within the present retry budget, from 1.</summary>
    public int BudgetAttempt => Delivery.Header.BudgetUsed + Deliveries;

    /// <summary>Timestamp of the start of the attempt; 0 while it waits.</summary>
    public long StartedSending { get; set; }

    /// <summary>Counts against the limit of young attempts.</summary>
    public bool HoldsSlot { get; set; }

    /// <summary>Written as in_progress already.</summary>
    public bool IsMarkedInProgress { get; set; }

    /// <summary>Timestamp of the last sign of life given to the stream.</summary>
    public long LastProgress { get; set; }

    public LinkedListNode<DeliveryJob> HeldNode { get; }

    public LinkedListNode<DeliveryJob> SendingNode { get; }
}
