using Npgsql;

namespace Webhooks.Bench.Measure;

/// <summary>What PostgreSQL knows of some tenants' deliveries: the platform's own record, against which the sink's is held. The rest is everyone's.</summary>
/// <param name="Wal">Bytes written ahead.</param>
/// <param name="Stored">Bytes of the tables and their indexes.</param>
internal sealed record RecordedState(long Events, long Deliveries, long Delivered, long Attempts, long Outbox, long Wal, long Stored)
{
    /// <param name="database">The platform's.</param>
    /// <param name="firstTenant">Tenants whose ids sort before this one's are left out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<RecordedState> ReadAsync(NpgsqlDataSource database, string firstTenant, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT (SELECT count(*) FROM events WHERE tenant_id >= $1), (SELECT coalesce(sum(cardinality(endpoint_ids)), 0) FROM events WHERE tenant_id >= $1),
                   (SELECT count(*) FROM deliveries WHERE tenant_id >= $1 AND status = 'delivered'),
                   (SELECT count(*) FROM attempts JOIN deliveries USING (event_id, ordinal) WHERE tenant_id >= $1)
                     + (SELECT count(*) FROM deliveries WHERE tenant_id >= $1 AND duration_ms IS NOT NULL),
                   (SELECT count(*) FROM outbox), pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
                   (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND relname ~ '^(events|deliveries|attempts|outbox|idempotency_keys)')
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = firstTenant });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return new RecordedState(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetInt64(4), rows.GetInt64(5), rows.GetInt64(6));
    }

    /// <inheritdoc cref="ReadAsync"/>
    public static async Task<long> CountDeliveredAsync(NpgsqlDataSource database, string firstTenant, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT count(*) FROM deliveries WHERE tenant_id >= $1 AND status = 'delivered'");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = firstTenant });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public RecordedState Since(RecordedState earlier) => new(
        Events - earlier.Events, Deliveries - earlier.Deliveries, Delivered - earlier.Delivered, Attempts - earlier.Attempts, Outbox, Wal - earlier.Wal, Stored - earlier.Stored);
}
