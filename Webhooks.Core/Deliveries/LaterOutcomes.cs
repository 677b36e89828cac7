using Npgsql;
using static Webhooks.Core.Deliveries.Outcomes;

namespace Webhooks.Core.Deliveries;

/// <summary>Outcomes of deliveries that go on by themselves: they have a row, or were removed.</summary>
internal static class LaterOutcomes
{
    private static readonly string Sql = $"""
        UPDATE deliveries d SET
          {Settling.Changes("u", "u.cycle")}
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          AS u (tenant_id, event_id, ordinal, cycle, status, reason, attempts, last_status_code, error, last_attempt_at, next_attempt_at, stream_seq, batch_id)
        WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.cycle >= u.cycle
          AND {Settling.Concerns("u", "u.cycle")}
        """;

    /// <summary>The rows are held first: the attempts are written whatever has become of them.</summary>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<OutcomeRow> later)
    {
        batch.BatchCommands.Add(Hold(later));
        batch.BatchCommands.Add(Update(later));
    }

    private static NpgsqlBatchCommand Hold(IReadOnlyList<OutcomeRow> all) => Command(
        Holding.DeliveriesSql,
        Column(all, row => row.TenantId),
        Column(all, row => row.Delivery.Event.Value),
        Column(all, row => row.Delivery.Ordinal));

    private static NpgsqlBatchCommand Update(IReadOnlyList<OutcomeRow> all) => Command(
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
