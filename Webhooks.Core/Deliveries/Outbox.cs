using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// The intent to send, kept in the same transaction as what is to be sent. A row of first attempts lives until the last of its deliveries
/// has a row of its own; one of deliveries that go on by themselves until the stream has stored them. Whoever finds an old row that is
/// not marked as published publishes its batch again.
/// </summary>
public sealed class Outbox(NpgsqlDataSource database, BatchPublishing publishing, PlannedPublishing planned)
{
    private const int MostBatches = 16;

    private static readonly string Claim = $"""
        SELECT batch_id FROM outbox WHERE created_at < now() - $1::interval AND published_at IS NULL AND aside_at IS NULL
        ORDER BY created_at LIMIT {MostBatches} FOR UPDATE SKIP LOCKED
        """;

    private static readonly string ClaimAside = $"""
        SELECT batch_id FROM outbox WHERE aside_at < now() - interval '1 minute'
        ORDER BY aside_at LIMIT {MostBatches} FOR UPDATE SKIP LOCKED
        """;

    // Never waits: who holds one of them is about to delete it, or marks it.
    private const string Mark = """
        UPDATE outbox SET published_at = now(), aside_at = NULL, refusal = NULL
        WHERE batch_id IN (SELECT batch_id FROM outbox WHERE batch_id = ANY ($1) FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>To run in the transaction that makes the deliveries of these events pending under this batch; again, when its answer was lost.</summary>
    public static NpgsqlBatchCommand Insert(Guid batchId, IEnumerable<(Guid Event, string Tenant)> events)
    {
        (Guid Event, string Tenant)[] all = [.. events];
        return new NpgsqlBatchCommand("INSERT INTO outbox (batch_id, event_ids, tenant_ids) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
            .With(batchId).With<Guid[]>([.. all.Select(one => one.Event)]).With<string[]>([.. all.Select(one => one.Tenant)]);
    }

    /// <summary>Of batches that the stream has whole, or that have nothing left to send.</summary>
    public static NpgsqlBatchCommand Delete(Guid[] batchIds) =>
        new NpgsqlBatchCommand("DELETE FROM outbox WHERE batch_id = ANY ($1)").With(batchIds);

    /// <summary>Of messages of first attempts that the stream has.</summary>
    public static NpgsqlBatchCommand MarkPublished(Guid[] batchIds) => new NpgsqlBatchCommand(Mark).With(batchIds);

    /// <summary>Publishes batches that were just committed; what fails here is left to the relay.</summary>
    public Task PublishAsync(Guid[] batchIds, CancellationToken cancellationToken) => PublishAsync(batchIds, republished: false, cancellationToken);

    /// <param name="batchIds">Committed batches.</param>
    /// <param name="republished">Another message of these deliveries may exist: the worker looks at the rows first.</param>
    /// <param name="cancellationToken">Leaves the rest to the relay.</param>
    internal async Task<Relayed> PublishAsync(Guid[] batchIds, bool republished, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await PublishAsync(connection, batchIds, republished, cancellationToken);
    }

    /// <summary>
    /// Publishes the oldest batches that are older than <paramref name="age"/> and not in another relay's hands, and now and then
    /// those set aside. Returns null when there was none.
    /// </summary>
    public async Task<Relayed?> RelayAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var batches = await ReadIdsAsync(new NpgsqlCommand(Claim, connection).With(age), cancellationToken);
        if (batches.Length == 0)
        {
            batches = await ReadIdsAsync(new NpgsqlCommand(ClaimAside, connection), cancellationToken);
        }

        if (batches.Length == 0)
        {
            return null;
        }

        var relayed = await PublishAsync(connection, batches, republished: true, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return relayed;
    }

    internal static async Task<Guid[]> ReadIdsAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        await using var command = select;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var batches = new List<Guid>(MostBatches);
        while (await rows.ReadAsync(cancellationToken))
        {
            batches.Add(rows.GetGuid(0));
        }

        return [.. batches];
    }

    // What the stream refuses is set aside with its reason and holds up nobody; all else of the batch has gone.
    private async Task<Relayed> PublishAsync(NpgsqlConnection connection, Guid[] batches, bool republished, CancellationToken cancellationToken)
    {
        var first = await planned.PublishAsync(connection, batches, republished, cancellationToken);
        batches = [.. batches.Except(first.Batches)];
        if (batches.Length == 0)
        {
            return new Relayed(first.Count, []);
        }

        var published = await publishing.PublishAsync(connection, batches, republished, cancellationToken);
        await using var done = new NpgsqlBatch(connection);
        foreach (var batch in published.Refused.GroupBy(refused => refused.BatchId))
        {
            RefusedMessage[] events = [.. batch.DistinctBy(refused => refused.EventId)];
            done.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE outbox SET event_ids = $2, tenant_ids = $3, aside_at = now(), refusal = $4 WHERE batch_id = $1")
                .With(batch.Key).With<Guid[]>([.. events.Select(one => one.EventId)]).With<string[]>([.. events.Select(one => one.TenantId)])
                .With(events[0].Reason));
        }

        done.BatchCommands.Add(Delete([.. batches.Except(published.Refused.Select(refused => refused.BatchId))]));
        await done.ExecuteNonQueryAsync(cancellationToken);
        return published with { Count = first.Count + published.Count };
    }

    /// <summary>SQL that notes the deliveries of <paramref name="rows"/>, which have an event_id and a tenant_id, under a batch.</summary>
    internal static string Note(string batch, string rows) => $"""
        INSERT INTO outbox (batch_id, event_ids, tenant_ids)
        SELECT {batch}, array_agg(s.event_id), array_agg(s.tenant_id) FROM (SELECT DISTINCT event_id, tenant_id FROM {rows}) s HAVING count(*) > 0
        """;
}
