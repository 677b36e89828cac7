using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Compat;

/// <summary>The five states that the flat routes tell apart, and the states of a delivery behind each.</summary>
public static class FlatStatus
{
    public const string Pending = "pending";
    public const string Failed = "failed";

    public static readonly IReadOnlyDictionary<string, string[]> All = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        [Pending] = [DeliveryStatus.Pending, DeliveryStatus.Parked],
        ["in_progress"] = [DeliveryStatus.InProgress],
        ["retrying"] = [DeliveryStatus.Retrying],
        ["delivered"] = [DeliveryStatus.Delivered],
        [Failed] = [DeliveryStatus.Failed, DeliveryStatus.Cancelled, DeliveryStatus.Skipped],
    };

    /// <summary>Of one of <see cref="DeliveryStatus"/>.</summary>
    public static string Of(string status) => All.First(flat => flat.Value.Contains(status, StringComparer.Ordinal)).Key;
}
