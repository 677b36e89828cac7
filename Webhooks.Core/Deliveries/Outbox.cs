using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// The intent to publish, kept in the same transaction as what is to be published: one row a batch, deleted once
/// the stream has stored every message of it. Whoever finds an old row publishes its batch again.
/// </summary>
public sealed class Outbox(NpgsqlDataSource database, BatchPublishing publishing)
{
    private const int MostBatches = 16;

    private static readonly string Claim = $"""
        SELECT batch_id FROM outbox WHERE created_at < now() - $1::interval AND aside_at IS NULL
        ORDER BY created_at LIMIT {MostBatches} FOR UPDATE SKIP LOCKED
        """;

    private static readonly string ClaimAside = $"""
        SELECT batch_id FROM outbox WHERE aside_at < now() - interval '1 minute'
        ORDER BY aside_at LIMIT {MostBatches} FOR UPDATE SKIP LOCKED
        """;

    /// <summary>To run in the transaction that makes the deliveries of these events pending under this batch.</summary>
    public static NpgsqlBatchCommand Insert(Guid batchId, Guid[] eventIds) =>
        new NpgsqlBatchCommand("INSERT INTO outbox (batch_id, event_ids) VALUES ($1, $2)").With(batchId).With(eventIds);

    /// <summary>Of batches that the stream has whole.</summary>
    public static NpgsqlBatchCommand Delete(Guid[] batchIds) =>
        new NpgsqlBatchCommand("DELETE FROM outbox WHERE batch_id = ANY ($1)").With(batchIds);

    /// <summary>Publishes batches that were just committed; what fails here is left to the relay.</summary>
    public Task PublishAsync(Guid[] batchIds, CancellationToken cancellationToken) => PublishAsync(batchIds, republished: false, cancellationToken);

    /// <param name="batchIds">Committed batches.</param>
    /// <param name="republished">Another message of these deliveries may exist: the worker looks at the rows first.</param>
    /// <param name="cancellationToken">Leaves the rest to the relay.</param>
    internal async Task PublishAsync(Guid[] batchIds, bool republished, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await PublishAsync(connection, batchIds, republished, cancellationToken);
    }

    /// <summary>
    /// Publishes the oldest batches that are older than <paramref name="age"/> and not in another relay's hands, and now and then
    /// those set aside. Returns null when there was none.
    /// </summary>
    public async Task<Relayed?> RelayAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var batches = await ClaimAsync(new NpgsqlCommand(Claim, connection).With(age), cancellationToken);
        if (batches.Length == 0)
        {
            batches = await ClaimAsync(new NpgsqlCommand(ClaimAside, connection), cancellationToken);
        }

        if (batches.Length == 0)
        {
            return null;
        }

        var relayed = await PublishAsync(connection, batches, republished: true, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return relayed;
    }

    private static async Task<Guid[]> ClaimAsync(NpgsqlCommand claim, CancellationToken cancellationToken)
    {
        await using var command = claim;
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
        var published = await publishing.PublishAsync(connection, batches, republished, cancellationToken);
        await using var done = new NpgsqlBatch(connection);
        foreach (var batch in published.Refused.GroupBy(refused => refused.BatchId))
        {
            done.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE outbox SET event_ids = $2, aside_at = now(), refusal = $3 WHERE batch_id = $1")
                .With(batch.Key).With<Guid[]>([.. batch.Select(refused => refused.EventId).Distinct()]).With(batch.First().Reason));
        }

        done.BatchCommands.Add(Delete([.. batches.Except(published.Refused.Select(refused => refused.BatchId))]));
        await done.ExecuteNonQueryAsync(cancellationToken);
        return published;
    }
}
