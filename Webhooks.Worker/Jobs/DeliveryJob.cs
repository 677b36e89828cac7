using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Jobs;

/// <summary>One delivery in this worker's hands, from its receipt until its outcome is recorded.</summary>
internal sealed class DeliveryJob
{
    private RetryPolicy? _policy;
    private EndpointConfig? _endpoint;
    private DateTimeOffset? _knownAt;
    private int _begun;

    /// <summary>By which the clocks of two machines may differ.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(1);

    public DeliveryJob(Carrier carrier, DeliveryMessage delivery)
    {
        Carrier = carrier;
        Delivery = delivery;
        SendingNode = new LinkedListNode<DeliveryJob>(this);
    }

    /// <summary>The message that it came in.</summary>
    public Carrier Carrier { get; }

    public DeliveryMessage Delivery { get; }

    public EndpointConfig Endpoint => _endpoint ?? throw new InvalidOperationException("The endpoint has not been looked up yet.");

    /// <summary>How the attempt before this one ended, when there was one.</summary>
    public DeliveryOutcome? Previous { get; private set; }

    /// <summary>The endpoint's or its event type's; the endpoint's own maximum counts, whatever the policy's is.</summary>
    public RetryPolicy Policy => (_policy, Endpoint.MaxAttempts) switch
    {
        ({ } policy, { } most) => policy.WithMaxAttempts(most),
        ({ } policy, null) => policy,
        _ => throw new InvalidOperationException("The policy has not been looked up yet."),
    };

    /// <summary>
    /// Which receipt of this delivery it is. A batch that comes again says nothing of its deliveries: those that had an attempt are
    /// not in it any more.
    /// </summary>
    public int Receipt => Carrier.IsBatch ? 1 : Carrier.Deliveries;

    /// <summary>Of the message that is this delivery's own; null in a batch.</summary>
    public long? StreamSequence => Carrier.IsBatch ? null : (long)Carrier.StreamSequence;

    /// <summary>The number of the attempt over the whole life of the delivery, from 1.</summary>
    public int Attempt => Delivery.Header.PriorAttempts + Receipt;

    /// <summary>The number of the attempt within the present retry budget, from 1.</summary>
    public int BudgetAttempt => Delivery.Header.BudgetUsed + Receipt;

    /// <summary>
    /// When its row was as its message has it, by the clock of this machine: when it was looked at, or when the event was accepted at the earliest. Of
    /// what goes on by itself a message says nothing: it may have waited anywhere since its row was read.
    /// </summary>
    public DateTimeOffset KnownAt
    {
        get => _knownAt ?? (Delivery.Header.IsPlanned ? Delivery.Id.Event.CreatedAt - ClockTolerance : DateTimeOffset.MinValue);
        set => _knownAt = value;
    }

    /// <summary>Its attempt is under way, or over and not written down yet.</summary>
    public bool HasBegun => Volatile.Read(ref _begun) != 0;

    /// <summary>The attempt as others are told of it.</summary>
    public LongAttempt AttemptUnderWay => new(Delivery.Header.TenantId, Delivery.Id, Delivery.Header.Cycle, Attempt, StreamSequence, Delivery.Header.IsPlanned);

    /// <summary>It is in a lane, or was.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>A worker ended during the last attempt: it counts, and there is none left. A refusal's one more try is none of these.</summary>
    public bool LostItsLastAttempt => Receipt > 1 && BudgetAttempt > Policy.MaxAttempts && Previous is not { Verdict: Verdict.RetryOnce };

    /// <summary>Its first receipt as a message of its own stands for the attempt in the batch.</summary>
    public bool WaitsForItsTime => Delivery.Header is { IsHandedOver: true, DueAt: not null } && Receipt == 1;

    /// <summary>Its attempt in the batch was the last.</summary>
    public bool IsGivenUp => Delivery.Header is { IsHandedOver: true, DueAt: null };

    /// <summary>Timestamp of the start of the attempt; 0 while it waits.</summary>
    public long StartedSending { get; set; }

    /// <summary>Counts against the limit of young attempts.</summary>
    public bool HoldsSlot { get; set; }

    /// <summary>Its request has begun to be written: the endpoint may have it, whatever comes after.</summary>
    public bool MayHaveGoneOut { get; set; }

    /// <summary>Written as in_progress already.</summary>
    public bool IsMarkedInProgress { get; set; }

    /// <summary>Other messages with the same delivery and cycle, which are done with it when this one is; null for none.</summary>
    public List<Carrier>? Copies { get; set; }

    public LinkedListNode<DeliveryJob> SendingNode { get; }

    /// <summary>A failed attempt of a batch goes on in a message of its own, which may come while the attempt is still in hand: that is no copy of it.</summary>
    public (Guid, short, int, bool) Key => (Delivery.Header.EventId, Delivery.Header.Ordinal, Delivery.Header.Cycle, Delivery.Header.IsHandedOver);

    /// <summary>Before it is asked whether it was withdrawn: who hears of that at the same moment finds the attempt here, or it is not made.</summary>
    public void Begin() => Interlocked.Exchange(ref _begun, 1);

    /// <summary>The attempt is not made after all.</summary>
    public void Recede() => Interlocked.Exchange(ref _begun, 0);

    /// <summary>Its endpoint has other settings by now.</summary>
    public void Readdress(EndpointConfig endpoint) => _endpoint = endpoint;

    /// <summary>Whom it is for, how often it is tried, and how the attempt before ended.</summary>
    public void Address(EndpointConfig endpoint, RetryPolicy policy, DeliveryOutcome? previous) =>
        (_endpoint, _policy, Previous) = (endpoint, policy, previous);
}
