namespace Webhooks.Core.Deliveries;

/// <summary>The states of a delivery, as stored and as the API spells them.</summary>
public static class DeliveryStatus
{
    /// <summary>Waiting for its first attempt of the cycle.</summary>
    public const string Pending = "pending";

    /// <summary>An attempt has been running for more than a second.</summary>
    public const string InProgress = "in_progress";

    /// <summary>An attempt failed and the next one is scheduled.</summary>
    public const string Retrying = "retrying";

    /// <summary>Held back without spending an attempt: circuit open, rate limit or full lane.</summary>
    public const string Parked = "parked";

    /// <summary>Terminal: a 2xx answer was received.</summary>
    public const string Delivered = "delivered";

    /// <summary>Terminal: in the dead letters.</summary>
    public const string Failed = "failed";

    /// <summary>Terminal: withdrawn before it was delivered.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Terminal: never sent; the reason says why.</summary>
    public const string Skipped = "skipped";

    public static readonly IReadOnlyList<string> All =
        [Pending, InProgress, Retrying, Parked, Delivered, Failed, Cancelled, Skipped];
}
