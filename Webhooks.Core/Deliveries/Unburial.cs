using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Takes the dead letters of deliveries that go once more.</summary>
internal static class Unburial
{
    private const string OfBatchSql = """
        DELETE FROM dead_letters l USING (
          SELECT s.dead_letter_id FROM outbox o
          CROSS JOIN LATERAL unnest(o.event_ids, o.tenant_ids) AS w (event_id, tenant_id)
          JOIN deliveries d ON d.tenant_id = w.tenant_id AND d.event_id = w.event_id AND d.batch_id = o.batch_id
          JOIN dead_letters s ON s.event_id = d.event_id AND s.ordinal = d.ordinal
          WHERE o.batch_id = $1 ORDER BY s.dead_letter_id FOR UPDATE OF s) s
        WHERE l.dead_letter_id = s.dead_letter_id
        """;

    /// <summary>To run in the transaction that notes the batch in the outbox, after that.</summary>
    public static NpgsqlBatchCommand OfBatch(Guid batchId) => new NpgsqlBatchCommand(OfBatchSql).With(batchId);
}
