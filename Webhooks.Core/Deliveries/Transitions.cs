using static Webhooks.Core.Deliveries.DeliveryState;

namespace Webhooks.Core.Deliveries;

/// <summary>Every way that a delivery can go. What is not here does not happen.</summary>
public static class Transitions
{
    /// <summary>An attempt takes long.</summary>
    public static readonly Transition Begin =
        new([Pending, Retrying], [InProgress], Actor.Worker, "the row is of the message's cycle and has fewer attempts");

    /// <summary>An attempt has ended, or none could be made now.</summary>
    public static readonly Transition Settle =
        new([Pending, InProgress, Retrying], [Delivered, Retrying, Failed, Parked, Cancelled], Actor.Worker, "the row is of the message's cycle");

    /// <summary>The answer of an attempt comes after the delivery was withdrawn or put back.</summary>
    public static readonly Transition Arrive =
        new([Pending, InProgress, Retrying, Parked, Cancelled], [Delivered], Actor.Worker, "the attempt was answered by a 2xx");

    /// <summary>What was parked may go.</summary>
    public static readonly Transition Release =
        new([Parked], [Pending], Actor.Release, "it is due, or its endpoint takes deliveries again");

    /// <summary>Its failure was final: it gets its dead letter.</summary>
    public static readonly Transition Bury =
        new([Failed], [Failed], Actor.DeadLetters, "it has no dead letter yet");

    /// <summary>Its worker ended on the last attempt: nothing else will say that it failed.</summary>
    public static readonly Transition Exhaust =
        new([Pending, InProgress, Retrying, Failed], [Failed], Actor.DeadLetters, "the row is of the message's cycle and has no dead letter yet");

    /// <summary>Its message is lost.</summary>
    public static readonly Transition PutBack =
        new([Pending, InProgress, Retrying], [Pending], Actor.Recovery, "no message of it is in the stream");

    /// <summary>Its batch has cost several workers their life: each of its deliveries goes on by itself.</summary>
    public static readonly Transition TakeApart =
        new([Pending, InProgress], [Pending], Actor.DeadLetters, "it has not been tried");

    /// <summary>Of an event.</summary>
    public static readonly Transition Retry =
        new([Failed, Retrying, Parked], [Pending], Actor.Tenant, "no attempt is under way, and the endpoint is neither disabled nor deleted");

    /// <summary>Of one delivery.</summary>
    public static readonly Transition RetryOne =
        new([Failed, Retrying, Parked, Skipped], [Pending], Actor.Tenant, "no attempt is under way, and the endpoint is neither disabled nor deleted");

    /// <summary>Of whatever an endpoint has missed.</summary>
    public static readonly Transition Recover =
        new([Failed, Skipped], [Pending], Actor.Tenant, "the endpoint is neither disabled nor deleted");

    public static readonly Transition Cancel =
        new([Pending, InProgress, Retrying, Parked], [Cancelled], Actor.Tenant, "none");

    /// <summary>For <c>status IN (…)</c>: a message in the stream waits or is being sent.</summary>
    internal const string InStream = $"'{DeliveryStatus.InProgress}', '{DeliveryStatus.Retrying}'";

    public static readonly IReadOnlyList<Transition> All =
        [Begin, Settle, Arrive, Release, Bury, Exhaust, PutBack, TakeApart, Retry, RetryOne, Recover, Cancel];
}
