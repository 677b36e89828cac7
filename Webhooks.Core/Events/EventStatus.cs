namespace Webhooks.Core.Events;

/// <summary>What an event's deliveries add up to.</summary>
public static class EventStatus
{
    public const string Pending = "PENDING";
    public const string Delivered = "DELIVERED";
    public const string Failed = "FAILED";
    public const string Cancelled = "CANCELLED";

    public static readonly IReadOnlyList<string> All = [Pending, Delivered, Failed, Cancelled];

    private const string IsPending = "bool_or(d.status IN ('pending', 'in_progress') OR (d.status = 'parked' AND d.attempts = 0))";
    private const string IsFailed = "bool_or(d.status IN ('failed', 'retrying', 'parked'))";
    private const string IsDelivered = "bool_or(d.status = 'delivered')";
    private const string Planned = "cardinality(array_remove(e.endpoint_ids, NULL))";

    /// <summary>
    /// SQL over the group of all rows <c>d</c> that deliveries of an event <c>e</c> have; one without a row is pending. FAILED from the first failed attempt on, while automatic
    /// retries go on; an event that nobody subscribed to counts as CANCELLED.
    /// </summary>
    public const string Sql = $"""
        CASE
          WHEN count(d.event_id) < {Planned} OR {IsPending} THEN '{Pending}'
          WHEN {IsFailed} THEN '{Failed}'
          WHEN {IsDelivered} THEN '{Delivered}'
          ELSE '{Cancelled}'
        END
        """;

    /// <summary>SQL over the same group: whether the retries of one of them are over.</summary>
    public const string IsGivenUp = "coalesce(bool_or(d.status = 'failed'), false)";

    /// <summary>The status from <see cref="Sums"/> <c>d</c>, which an event without rows does not have.</summary>
    public const string Summed = $"""
        CASE
          WHEN coalesce(d.rows, 0) < cardinality(e.endpoint_ids) AND coalesce(d.rows, 0) < {Planned} OR d.is_pending THEN '{Pending}'
          WHEN d.is_failed THEN '{Failed}'
          WHEN d.is_delivered THEN '{Delivered}'
          ELSE '{Cancelled}'
        END
        """;

    /// <summary>SQL of what counts for <see cref="Summed"/> of the rows <c>d</c> of an event.</summary>
    public const string Sums = $"count(*) AS rows, {IsPending} AS is_pending, {IsFailed} AS is_failed, {IsDelivered} AS is_delivered";
}
