namespace Webhooks.Core.Deliveries;

/// <summary>
/// The deliveries that an event's plan names. One that nothing has happened to has no row: it is pending, of cycle 1, and the outbox
/// names its event.
/// </summary>
public static class Plan
{
    /// <summary>Of an event, what was removed counted with the rest: an ordinal is a <see cref="short"/>, and the largest ends a batch's range.</summary>
    public const int MostDeliveries = short.MaxValue;

    /// <summary>Every delivery of event <c>e</c>, for <c>CROSS JOIN LATERAL</c>; the columns are those of a row.</summary>
    public static readonly string Deliveries = DeliveriesWithin(bounds: "");

    /// <summary>How many deliveries event <c>e</c> has, with and without a row.</summary>
    public const string Count = "cardinality(array_remove(e.endpoint_ids, NULL))";

    /// <summary>No event before this one has a delivery without a row; NULL when none has.</summary>
    public const string Oldest = "(SELECT planned_from FROM outbox WHERE planned_from IS NOT NULL ORDER BY planned_from LIMIT 1)";

    // OFFSET 0 has each looked up by its key: joined, all rows of an event would be gone through for each of its deliveries.
    /// <summary>Those of event <c>e</c> that have no row, as <c>p (endpoint_id, n)</c>, where <c>n</c> is the ordinal plus one.</summary>
    public const string Bare = """
        unnest(e.endpoint_ids) WITH ORDINALITY AS p (endpoint_id, n)
        WHERE p.endpoint_id IS NOT NULL
          AND NOT EXISTS (SELECT FROM deliveries r WHERE r.tenant_id = e.tenant_id AND r.event_id = e.event_id AND r.ordinal = p.n - 1 OFFSET 0)
        """;

    /// <summary>The events <c>e</c> of the outbox's row <c>o</c>, in its order.</summary>
    public const string EventsOfBatch = """
        CROSS JOIN LATERAL unnest(o.event_ids, o.tenant_ids) WITH ORDINALITY AS w (event_id, tenant_id, place)
        JOIN events e ON e.tenant_id = w.tenant_id AND e.event_id = w.event_id
        """;

    /// <summary>Whether an ordinal is of the outbox's row <c>o</c>.</summary>
    public static string IsOfBatch(string ordinal) =>
        $"{ordinal} >= coalesce(o.first_ordinal, 0) AND {ordinal} < coalesce(o.end_ordinal, {short.MaxValue})";

    /// <summary>The same, where the planner is to see that the rows <c>r</c> are within bounds as the events are.</summary>
    public static string DeliveriesWithin(string bounds) => $"""
        SELECT e.tenant_id, e.event_id, (p.n - 1)::smallint AS ordinal, p.endpoint_id, coalesce(r.status, '{DeliveryStatus.Pending}') AS status, r.reason,
          coalesce(r.cycle, 1) AS cycle, coalesce(r.attempts, 0) AS attempts, coalesce(r.budget_start, 0) AS budget_start, r.last_status_code,
          r.error, r.last_attempt_at, r.next_attempt_at, r.dead_lettered_at, r.stream_seq, coalesce(r.is_resend, false) AS is_resend
        FROM unnest(e.endpoint_ids) WITH ORDINALITY AS p (endpoint_id, n)
        LEFT JOIN deliveries r ON r.tenant_id = e.tenant_id AND r.event_id = e.event_id AND r.ordinal = p.n - 1 {bounds}
        WHERE p.endpoint_id IS NOT NULL
        """;
}
