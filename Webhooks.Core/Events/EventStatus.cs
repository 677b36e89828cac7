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
    /// SQL over a group of an event's deliveries <c>d</c>. FAILED from the first failed attempt on, while automatic
    /// retries go on; an event that nobody subscribed to counts as CANCELLED.
    /// </summary>
    public const string Sql = """
        CASE
          WHEN bool_or(d.status IN ('pending', 'in_progress') OR (d.status = 'parked' AND d.attempts = 0)) THEN 'PENDING'
          WHEN bool_or(d.status IN ('failed', 'retrying', 'parked')) THEN 'FAILED'
          WHEN bool_or(d.status = 'delivered') THEN 'DELIVERED'
          ELSE 'CANCELLED'
        END
        """;
}
