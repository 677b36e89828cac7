namespace Webhooks.Core.Events;

/// <summary>What an event's deliveries add up to.</summary>
public static class EventStatus
{
    public const string Pending = "PENDING";
    public const string Delivered = "DELIVERED";
    public const string Failed = "FAILED";
    public const string Cancelled = "CANCELLED";

    public static readonly IReadOnlyList<string> All = [Pending, Delivered, Failed, Cancelled];

    /// <summary>
    /// SQL over the group of all rows <c>d</c> that deliveries of an event <c>e</c> have; one without a row is pending. FAILED from the first failed attempt on, while automatic
    /// retries go on; an event that nobody subscribed to counts as CANCELLED.
    /// </summary>
    public const string Sql = """
        CASE
          WHEN count(d.event_id) < cardinality(array_remove(e.endpoint_ids, NULL))
            OR bool_or(d.status IN ('pending', 'in_progress') OR (d.status = 'parked' AND d.attempts = 0)) THEN 'PENDING'
          WHEN bool_or(d.status IN ('failed', 'retrying', 'parked')) THEN 'FAILED'
          WHEN bool_or(d.status = 'delivered') THEN 'DELIVERED'
          ELSE 'CANCELLED'
        END
        """;
}
