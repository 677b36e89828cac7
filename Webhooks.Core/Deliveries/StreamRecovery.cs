using Npgsql;
using Webhooks.Core.Messaging;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Makes the streams, and when the work queue was not there, fills it again from the database: a broker that lost
/// its disk loses no delivery.
/// </summary>
public sealed class StreamRecovery(StreamTopology topology, NpgsqlDataSource database, Outbox outbox)
{
    private const int Bite = 1_000;
    private const int AtOnce = 16;
    private const long LockKey = 0x5765_6253_7472_6D73; // "WebStrms"

    private static readonly string Set = $"cycle = d.cycle + 1, status = {Transitions.PutBack.ToSql}, batch_id = $1, next_attempt_at = NULL, stream_seq = NULL";

    private static readonly string Note = $"""
        noted AS (
          {Outbox.Note("$1", "put_back")})
        """;

    // What has a row by now is not sent again by it.
    private const string FirstAttempts = "UPDATE outbox SET published_at = NULL WHERE planned_from IS NOT NULL AND published_at IS NOT NULL RETURNING batch_id";

    // What is in the outbox is published from there; so an earlier try that got half way is not repeated.
    private static readonly string Pending = $"""
        WITH lost AS (
          SELECT d.tenant_id, d.event_id, d.ordinal, EXISTS (SELECT FROM outbox o WHERE o.batch_id = d.batch_id) AS is_noted FROM deliveries d
          WHERE d.status = '{DeliveryStatus.Pending}' AND d.tenant_id <> '' AND (d.tenant_id, d.event_id, d.ordinal) > ($2, $3, $4)
          ORDER BY d.tenant_id, d.event_id, d.ordinal LIMIT {Bite}),
        held AS ({Holding.HeldSql("SELECT tenant_id, event_id, ordinal FROM lost WHERE NOT is_noted", $"d.status = '{DeliveryStatus.Pending}'")}),
        put_back AS (
          UPDATE deliveries d SET {Set} FROM held
          WHERE d.tenant_id = held.tenant_id AND d.event_id = held.event_id AND d.ordinal = held.ordinal AND d.status = '{DeliveryStatus.Pending}'
          RETURNING d.event_id, d.tenant_id),
        {Note}
        SELECT tenant_id, event_id, ordinal, (SELECT count(*) FROM put_back)
        FROM lost ORDER BY tenant_id DESC, event_id DESC, ordinal DESC LIMIT 1
        """;

    private static readonly string FirstUnderWay =
        $"SELECT tenant_id, event_id, ordinal FROM deliveries WHERE status IN ({Transitions.InStream}) ORDER BY next_attempt_at LIMIT {Bite}";

    private static readonly string UnderWay = $"""
        WITH lost AS ({Holding.HeldSql(FirstUnderWay, $"d.status IN ({Transitions.InStream})")}),
        put_back AS (
          UPDATE deliveries d SET {Set} FROM lost
          WHERE d.tenant_id = lost.tenant_id AND d.event_id = lost.event_id AND d.ordinal = lost.ordinal AND d.status IN ({Transitions.PutBack.FromSql})
          RETURNING d.event_id, d.tenant_id),
        {Note}
        SELECT count(*) FROM put_back
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
        var count = 0;
        foreach (var some in batches.Chunk(AtOnce))
        {
            count += (await outbox.PublishAsync(some, republished: true, cancellationToken)).Count;
        }

        return count;
    }

    // First the intent, then the stream: as long as the stream is missing, whoever comes next knows that there is something to do.
    private async Task<List<Guid>> RecoverAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var alone = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({LockKey})", connection);
        await alone.ExecuteNonQueryAsync(cancellationToken);
        var batches = new List<Guid>();
        if (await topology.HasDeliveriesAsync(cancellationToken))
        {
            return batches;
        }

        await PutBackPendingAsync(batches, cancellationToken);
        await PutBackUnderWayAsync(batches, cancellationToken);
        await UnmarkAsync(batches, cancellationToken);
        await topology.EnsureStreamsAsync(cancellationToken);
        return batches;
    }

    private async Task UnmarkAsync(List<Guid> batches, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(FirstAttempts);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            batches.Add(rows.GetGuid(0));
        }
    }

    // Every row gets a new cycle, so a message that survived after all is stale.
    private async Task PutBackPendingAsync(List<Guid> batches, CancellationToken cancellationToken)
    {
        var (tenant, after, ordinal) = ("", Guid.Empty, (short)-1);
        while (true)
        {
            var batchId = Guid.CreateVersion7();
            await using var command = database.CreateKeyed(
                new NpgsqlBatchCommand(Pending).With(batchId).With(tenant).With(after).With(ordinal));
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            if (!await row.ReadAsync(cancellationToken))
            {
                return;
            }

            (tenant, after, ordinal) = (row.GetString(0), row.GetGuid(1), row.GetInt16(2));
            if (row.GetInt64(3) is > 0)
            {
                batches.Add(batchId);
            }
        }
    }

    private async Task PutBackUnderWayAsync(List<Guid> batches, CancellationToken cancellationToken)
    {
        while (true)
        {
            var batchId = Guid.CreateVersion7();
            await using var command = database.CreateKeyed(new NpgsqlBatchCommand(UnderWay).With(batchId));
            if (await command.ExecuteScalarAsync(cancellationToken) is not > 0L)
            {
                return;
            }

            batches.Add(batchId);
        }
    }
}
