using Npgsql;
using static Webhooks.Core.Deliveries.Outcomes;

namespace Webhooks.Core.Deliveries;

/// <summary>Outcomes of deliveries that go on by themselves: they have a row, or were removed.</summary>
internal static class LaterOutcomes
{
    /// <summary>The outcome is the row's new state; of any other, the row only counts the attempt.</summary>
    private static readonly string Takes =
        $"(u.status = '{DeliveryStatus.Delivered}' OR (d.cycle = u.cycle AND d.status IN ({Transitions.Settle.FromSql})))";

    // Three ways: the row is where the message left it; it was withdrawn meanwhile; it has moved on, and the answer was a 2xx.
    private static readonly string Sql = $"""
        UPDATE deliveries d SET
          status = CASE WHEN {Takes} THEN u.status ELSE d.status END,
          reason = CASE WHEN {Takes} THEN u.reason ELSE d.reason END,
          next_attempt_at = CASE WHEN {Takes} THEN u.next_attempt_at ELSE d.next_attempt_at END,
          stream_seq = CASE WHEN {Takes} THEN u.stream_seq ELSE d.stream_seq END,
          batch_id = CASE WHEN {Takes} THEN coalesce(u.handed_over, d.batch_id) ELSE d.batch_id END,
          attempts = GREATEST(d.attempts, u.attempt),
          last_status_code = CASE WHEN u.attempt > 0 THEN u.status_code ELSE d.last_status_code END,
          error = CASE WHEN u.attempt > 0 THEN u.error ELSE d.error END,
          last_attempt_at = coalesce(u.attempted_at, d.last_attempt_at)
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          AS u (tenant_id, event_id, ordinal, cycle, status, reason, attempt, status_code, error, attempted_at, next_attempt_at, stream_seq, handed_over)
        WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle >= u.cycle
          AND ((d.cycle = u.cycle AND d.status IN ({Transitions.Settle.FromSql}))
            OR (d.cycle = u.cycle AND d.status = '{DeliveryStatus.Cancelled}' AND u.attempt > 0)
            OR (u.status = '{DeliveryStatus.Delivered}' AND d.status IN ({Transitions.Arrive.FromSql})))
        """;

    public static NpgsqlBatchCommand Update(IReadOnlyList<OutcomeRow> all) => Command(
        Sql,
        Column(all, row => row.TenantId),
        Column(all, row => row.Delivery.Event.Value),
        Column(all, row => row.Delivery.Ordinal),
        Column(all, row => row.Cycle),
        Column(all, row => row.Status),
        Column(all, row => row.Reason),
        Column(all, row => row.Attempt?.Number ?? 0),
        Column(all, row => row.Attempt?.StatusCode),
        Column(all, row => row.Attempt?.Error),
        Column(all, row => row.Attempt?.StartedAt),
        Column(all, row => row.NextAttemptAt),
        Column(all, row => row.StreamSequence),
        Column(all, row => row.HandedOver));
}
