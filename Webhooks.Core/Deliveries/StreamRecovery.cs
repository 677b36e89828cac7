using Npgsql;
using Webhooks.Core.Messaging;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Makes the streams, and when the work queue was not there, fills it again from the database: a broker that lost
/// its disk loses no delivery.
/// </summary>
public sealed class StreamRecovery(StreamTopology topology, NpgsqlDataSource database, Outbox outbox)
{
    private const int MaxBatch = 1_000;
    private const long LockKey = 0x5765_6253_7472_6D73; // "WebStrms"

    private static readonly string PutBack = $"""
        WITH lost AS (
          SELECT DISTINCT event_id FROM deliveries
          WHERE event_id > $2 AND status IN ({Transitions.PutBack.FromSql}) ORDER BY event_id LIMIT $3),
        put_back AS (
          UPDATE deliveries d SET cycle = d.cycle + 1, status = {Transitions.PutBack.ToSql}, batch_id = $1, next_attempt_at = NULL
          FROM lost WHERE d.event_id = lost.event_id AND d.status IN ({Transitions.PutBack.FromSql})
          RETURNING d.event_id),
        noted AS (
          INSERT INTO outbox (batch_id, event_ids) SELECT $1, array_agg(event_id) FROM lost HAVING count(*) > 0)
        SELECT (SELECT event_id FROM lost ORDER BY event_id DESC LIMIT 1), (SELECT count(*) FROM put_back)
        """;

    /// <summary>Returns how many deliveries were put back.</summary>
    public async Task<int> EnsureStreamsAsync(CancellationToken cancellationToken)
    {
        if (await topology.HasDeliveriesAsync(cancellationToken))
        {
            await topology.EnsureStreamsAsync(cancellationToken);
            return 0;
        }

        var batches = await RecoverAsync(cancellationToken);
        foreach (var batch in batches)
        {
            await outbox.PublishAsync(batch.Id, republished: true, cancellationToken);
        }

        return batches.Sum(batch => batch.Count);
    }

    // First the intent, then the stream: as long as the stream is missing, whoever comes next knows that there is something to do.
    private async Task<List<Batch>> RecoverAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var alone = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({LockKey})", connection);
        await alone.ExecuteNonQueryAsync(cancellationToken);
        var batches = new List<Batch>();
        if (await topology.HasDeliveriesAsync(cancellationToken))
        {
            return batches;
        }

        while (await PutBackAsync(batches is [.., var last] ? last.LastEvent : Guid.Empty, cancellationToken) is { } batch)
        {
            batches.Add(batch);
        }

        await topology.EnsureStreamsAsync(cancellationToken);
        return batches;
    }

    // Every row gets a new cycle, so a message that survived after all is stale. Whole events, or the next page would miss the rest.
    private async Task<Batch?> PutBackAsync(Guid after, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7();
        await using var command = database.CreateCommand(PutBack);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = batchId });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MaxBatch });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return row.IsDBNull(0) ? null : new Batch(batchId, row.GetGuid(0), (int)row.GetInt64(1));
    }

    private sealed record Batch(Guid Id, Guid LastEvent, int Count);
}
