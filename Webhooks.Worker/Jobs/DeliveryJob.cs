using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Jobs;

/// <summary>One delivery in this worker's hands, from its receipt until its outcome is recorded and the message settled.</summary>
internal sealed class DeliveryJob
{
    private RetryPolicy _policy;
    private volatile INatsJSMsg<DeliveryMessage> _message;
    private EndpointConfig? _endpoint;

    public DeliveryJob(INatsJSMsg<DeliveryMessage> message, DeliveryMessage delivery, RetryPolicy policy)
    {
        _message = message;
        _policy = policy;
        MostDeliveries = policy.MaxAttempts;
        Delivery = delivery;
        var metadata = message.Metadata;
        Deliveries = (int)(metadata?.NumDelivered ?? 1);
        StreamSequence = metadata?.Sequence.Stream ?? 0;
        StoredAt = metadata?.Timestamp;
        HeldNode = new LinkedListNode<DeliveryJob>(this);
        SendingNode = new LinkedListNode<DeliveryJob>(this);
    }

    /// <summary>The copy that came last: the stream takes an answer to an earlier one amiss.</summary>
    public INatsJSMsg<DeliveryMessage> Message => _message;

    public DeliveryMessage Delivery { get; }

    public EndpointConfig Endpoint => _endpoint ?? throw new InvalidOperationException("The endpoint has not been looked up yet.");

    /// <summary>How the attempt before this one ended, when there was one.</summary>
    public DeliveryOutcome? Previous { get; private set; }

    /// <summary>The endpoint's or its event type's; the endpoint's own maximum counts, whatever the policy's is.</summary>
    public RetryPolicy Policy => Endpoint.MaxAttempts is { } most ? _policy.WithMaxAttempts(most) : _policy;

    /// <summary>How often the stream hands this message out at the most.</summary>
    public int MostDeliveries { get; }

    /// <summary>How often the stream has handed this message out, this time included.</summary>
    public int Deliveries { get; }

    public ulong StreamSequence { get; }

    /// <summary>When the stream took the message.</summary>
    public DateTimeOffset? StoredAt { get; }

    /// <summary>The number of the attempt over the whole life of the delivery, from 1.</summary>
    public int Attempt => Delivery.Header.PriorAttempts + Deliveries;

    /// <summary>The number of the attempt within the present retry budget, from 1.</summary>
    public int BudgetAttempt => Delivery.Header.BudgetUsed + Deliveries;

    /// <summary>It is in a lane, or was.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>A worker ended during the last attempt: it counts, and there is none left. A refusal's one more try is none of these.</summary>
    public bool LostItsLastAttempt => Deliveries > 1 && BudgetAttempt > Policy.MaxAttempts && Previous is not { Verdict: Verdict.RetryOnce };

    /// <summary>Timestamp of the start of the attempt; 0 while it waits.</summary>
    public long StartedSending { get; set; }

    /// <summary>Counts against the limit of young attempts.</summary>
    public bool HoldsSlot { get; set; }

    /// <summary>Written as in_progress already.</summary>
    public bool IsMarkedInProgress { get; set; }

    /// <summary>Timestamp of the last sign of life given to the stream.</summary>
    public long LastProgress { get; set; }

    /// <summary>Other messages of the same delivery and cycle, which end with this one; null for none.</summary>
    public List<INatsJSMsg<DeliveryMessage>>? Copies { get; set; }

    public LinkedListNode<DeliveryJob> HeldNode { get; }

    public LinkedListNode<DeliveryJob> SendingNode { get; }

    public (Guid, short, int) Key => (Delivery.Header.EventId, Delivery.Header.Ordinal, Delivery.Header.Cycle);

    /// <summary>Whom it is for, how often it is tried, and how the attempt before ended.</summary>
    public void Address(EndpointConfig endpoint, RetryPolicy policy, DeliveryOutcome? previous) =>
        (_endpoint, _policy, Previous) = (endpoint, policy, previous);

    /// <summary>The stream has handed the same message out again.</summary>
    public void Renew(INatsJSMsg<DeliveryMessage> message) => _message = message;
}
