using Npgsql;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Finds deliveries that should have moved on by now and that only the stream can account for: they are neither due in the
/// database nor in the outbox. A batch's id tells when its messages were made.
/// </summary>
public sealed class Suspects(NpgsqlDataSource database)
{
    private const int MostBatches = 2_000;
    private const int MostForgotten = 100;

    private static readonly string Overdue = $"""
        (SELECT d.tenant_id, d.event_id, d.ordinal, d.cycle, d.stream_seq FROM deliveries d
         WHERE d.status IN ({Transitions.InStream}) AND d.next_attempt_at < now() - $1::interval
         ORDER BY d.next_attempt_at LIMIT $2)
        UNION ALL
        (SELECT d.tenant_id, d.event_id, d.ordinal, d.cycle, d.stream_seq FROM deliveries d
         WHERE d.status IN ({Transitions.InStream}) AND d.next_attempt_at IS NULL AND coalesce(d.batch_id, d.event_id) < first_id_of(now() - $1::interval)
         LIMIT $2)
        """;

    // tenant_id <> '' for the index of what is pending.
    private static readonly string Unpublished = $"""
        (SELECT d.tenant_id, d.event_id, d.ordinal, d.cycle, d.stream_seq FROM deliveries d
        WHERE d.status = '{DeliveryStatus.Pending}' AND d.tenant_id <> '' AND coalesce(d.batch_id, d.event_id) < first_id_of(now() - $1::interval)
          AND NOT EXISTS (SELECT FROM outbox o WHERE o.batch_id = d.batch_id)
        LIMIT $2)
        UNION ALL
        (SELECT e.tenant_id, e.event_id, (p.n - 1)::smallint, 1, NULL::bigint
         FROM (SELECT * FROM outbox WHERE planned_from IS NOT NULL AND published_at < now() - $1::interval ORDER BY planned_from LIMIT {MostBatches}) o
         {Plan.EventsOfBatch} CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare} AND {Plan.IsOfBatch("p.n - 1")}) p
         LIMIT $2)
        """;

    private static readonly string Settled = $"""
        DELETE FROM outbox WHERE batch_id = ANY (ARRAY(
          SELECT o.batch_id FROM (
            SELECT * FROM outbox WHERE planned_from IS NOT NULL AND published_at < now() - $1::interval
            ORDER BY planned_from LIMIT {MostForgotten} FOR UPDATE SKIP LOCKED) o
          WHERE NOT EXISTS (
            SELECT FROM (SELECT) one {Plan.EventsOfBatch} CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare} AND {Plan.IsOfBatch("p.n - 1")}) p)))
        """;

    // From endpoint to endpoint by the index, however many deliveries each has.
    private static readonly string WatchParked = $"""
        WITH RECURSIVE parked (endpoint_id) AS (
          (SELECT endpoint_id FROM deliveries WHERE status IN ({Transitions.Release.FromSql}) ORDER BY endpoint_id LIMIT 1)
          UNION ALL
          SELECT (SELECT d.endpoint_id FROM deliveries d
                  WHERE d.status IN ({Transitions.Release.FromSql}) AND d.endpoint_id > p.endpoint_id ORDER BY d.endpoint_id LIMIT 1)
          FROM parked p WHERE p.endpoint_id IS NOT NULL)
        INSERT INTO waiting_endpoints (endpoint_id, touched_at)
        SELECT endpoint_id, clock_timestamp() FROM parked WHERE endpoint_id IS NOT NULL
        ON CONFLICT (endpoint_id) DO NOTHING
        """;

    /// <summary>Retrying or under way, and past due for this long.</summary>
    public Task<IReadOnlyList<Suspect>> FindOverdueAsync(TimeSpan age, int most, CancellationToken cancellationToken) =>
        ReadAsync(Overdue, age, most, cancellationToken);

    /// <summary>Pending for this long, and not in the outbox, or there as published.</summary>
    public Task<IReadOnlyList<Suspect>> FindPendingAsync(TimeSpan age, int most, CancellationToken cancellationToken) =>
        ReadAsync(Unpublished, age, most, cancellationToken);

    /// <summary>Makes sure that every endpoint with something parked has its turns.</summary>
    public async Task WatchParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(WatchParked);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes the oldest rows of the outbox that were published this long ago and of which every delivery has a row.</summary>
    public async Task ForgetSettledAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var command = database.CreateKeyed(new NpgsqlBatchCommand(Settled).With(age));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Suspect>> ReadAsync(string sql, TimeSpan age, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateKeyed(new NpgsqlBatchCommand(sql).With(age).With(most));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var suspects = new List<Suspect>();
        while (await rows.ReadAsync(cancellationToken))
        {
            suspects.Add(new Suspect(
                rows.GetString(0), new DeliveryId(new EventId(rows.GetGuid(1)), rows.GetInt16(2)), rows.GetInt32(3), rows.IsDBNull(4) ? null : rows.GetInt64(4)));
        }

        return suspects;
    }
}
