namespace Webhooks.Core.Deliveries;

/// <summary>Where a delivery is in its life; <see cref="DeliveryStatus"/> has the spelling.</summary>
public enum DeliveryState
{
    /// <summary>Waiting for its first attempt of the cycle.</summary>
    Pending,

    /// <summary>An attempt has been running for more than a second.</summary>
    InProgress,

    /// <summary>An attempt failed and the next one is scheduled.</summary>
    Retrying,

    /// <summary>Held back without spending an attempt; the reason says why.</summary>
    Parked,

    /// <summary>Terminal: a 2xx answer was received.</summary>
    Delivered,

    /// <summary>Terminal: in the dead letters.</summary>
    Failed,

    /// <summary>Terminal: withdrawn before it was delivered.</summary>
    Cancelled,

    /// <summary>Terminal: never sent, because the endpoint was off when the event came; the reason says so.</summary>
    Skipped,
}
