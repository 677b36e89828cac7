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
    private static readonly string Overdue = $"""
        (SELECT d.event_id, d.ordinal, d.cycle, d.stream_seq FROM deliveries d
         WHERE d.status IN ({Transitions.InStream}) AND d.next_attempt_at < now() - $1::interval
         ORDER BY d.next_attempt_at LIMIT $2)
        UNION ALL
        (SELECT d.event_id, d.ordinal, d.cycle, d.stream_seq FROM deliveries d
         WHERE d.status IN ({Transitions.InStream}) AND d.next_attempt_at IS NULL AND d.batch_id < first_id_of(now() - $1::interval)
         LIMIT $2)
        """;

    // tenant_id <> '' for the index of what is pending.
    private static readonly string Unpublished = $"""
        SELECT d.event_id, d.ordinal, d.cycle, d.stream_seq FROM deliveries d
        WHERE d.status = '{DeliveryStatus.Pending}' AND d.tenant_id <> '' AND d.batch_id < first_id_of(now() - $1::interval)
          AND NOT EXISTS (SELECT FROM outbox o WHERE o.batch_id = d.batch_id)
        LIMIT $2
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

    /// <summary>Pending for this long, and not in the outbox.</summary>
    public Task<IReadOnlyList<Suspect>> FindPendingAsync(TimeSpan age, int most, CancellationToken cancellationToken) =>
        ReadAsync(Unpublished, age, most, cancellationToken);

    /// <summary>Makes sure that every endpoint with something parked has its turns.</summary>
    public async Task WatchParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(WatchParked);
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
                new DeliveryId(new EventId(rows.GetGuid(0)), rows.GetInt16(1)), rows.GetInt32(2), rows.IsDBNull(3) ? null : rows.GetInt64(3)));
        }

        return suspects;
    }
}
