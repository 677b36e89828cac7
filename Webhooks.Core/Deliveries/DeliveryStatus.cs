namespace Webhooks.Core.Deliveries;

/// <summary>The states of a delivery as stored and as the API spells them; <see cref="DeliveryState"/> tells what each means.</summary>
public static class DeliveryStatus
{
    public const string Pending = "pending";
    public const string InProgress = "in_progress";
    public const string Retrying = "retrying";
    public const string Parked = "parked";
    public const string Delivered = "delivered";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";
    public const string Skipped = "skipped";

    /// <summary>In the order of <see cref="DeliveryState"/>.</summary>
    public static readonly IReadOnlyList<string> All =
        [Pending, InProgress, Retrying, Parked, Delivered, Failed, Cancelled, Skipped];

    /// <summary>Nothing comes after these by itself.</summary>
    public static readonly IReadOnlyList<string> Ended = [Delivered, Failed, Cancelled, Skipped];

    public static string Of(DeliveryState state) => All[(int)state];
}
