using Npgsql;
using NATS.Client.JetStream;
using Webhooks.Core.Messaging;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// The intent to publish, kept in the same transaction as what is to be published: one row a batch, deleted once
/// the stream has stored every message of it. Whoever finds an old row publishes its batch again.
/// </summary>
public sealed class Outbox(NpgsqlDataSource database, DeliveryPublisher publisher)
{
    private const int PublishWindow = 256;

    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(10);

    /// <summary>To run in the transaction that makes the deliveries of these events pending under this batch.</summary>
    public static NpgsqlBatchCommand Insert(Guid batchId, Guid[] eventIds) =>
        new("INSERT INTO outbox (batch_id, event_ids) VALUES ($1, $2)")
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = batchId },
                new NpgsqlParameter<Guid[]> { TypedValue = eventIds },
            },
        };

    /// <summary>Of batches that the stream has whole.</summary>
    public static NpgsqlBatchCommand Delete(Guid[] batchIds) =>
        new("DELETE FROM outbox WHERE batch_id = ANY ($1)") { Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = batchIds } } };

    /// <summary>Publishes one batch that was just committed; what fails here is left to the relay.</summary>
    public Task PublishAsync(Guid batchId, CancellationToken cancellationToken) => PublishAsync(batchId, republished: false, cancellationToken);

    /// <param name="batchId">A committed batch.</param>
    /// <param name="republished">Another message of these deliveries may exist: the worker looks at the rows first.</param>
    /// <param name="cancellationToken">Leaves the rest to the relay.</param>
    internal async Task PublishAsync(Guid batchId, bool republished, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await PublishBatchAsync(connection, batchId, republished, cancellationToken);
    }

    /// <summary>
    /// Publishes the oldest batch that is older than <paramref name="age"/> and not in another relay's hands.
    /// Returns how many messages went out, or null when there was no such batch.
    /// </summary>
    public async Task<int?> RelayOldestAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var claim = new NpgsqlCommand("""
            SELECT batch_id FROM outbox WHERE created_at < now() - $1::interval
            ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """, connection);
        claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = age });
        if (await claim.ExecuteScalarAsync(cancellationToken) is not Guid batchId)
        {
            return null;
        }

        var published = await PublishBatchAsync(connection, batchId, republished: true, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return published;
    }

    private async Task<int> PublishBatchAsync(NpgsqlConnection connection, Guid batchId, bool republished, CancellationToken cancellationToken)
    {
        var published = 0;
        var window = new Queue<NatsJSPublishConcurrentFuture>(PublishWindow);
        await using (var command = new NpgsqlCommand($"""
            SELECT {DeliveryRow.Columns}
            FROM outbox b CROSS JOIN unnest(b.event_ids) AS waiting (event_id)
            JOIN deliveries d ON d.event_id = waiting.event_id AND d.batch_id = b.batch_id
            JOIN events e ON e.tenant_id = d.tenant_id AND e.event_id = d.event_id
            WHERE b.batch_id = $1 AND d.status = '{DeliveryStatus.Pending}'
            """, connection))
        {
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = batchId });
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var message = DeliveryRow.ReadMessage(rows, republished);
                window.Enqueue(await publisher.PublishAsync(message, rows.GetString(DeliveryRow.PolicyColumn), cancellationToken));
                published++;
                if (window.Count == PublishWindow)
                {
                    await AckAsync(window.Dequeue(), cancellationToken);
                }
            }
        }

        while (window.TryDequeue(out var future))
        {
            await AckAsync(future, cancellationToken);
        }

        await using var delete = new NpgsqlCommand("DELETE FROM outbox WHERE batch_id = $1", connection);
        delete.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = batchId });
        await delete.ExecuteNonQueryAsync(cancellationToken);
        return published;
    }

    private static async Task AckAsync(NatsJSPublishConcurrentFuture future, CancellationToken cancellationToken)
    {
        await using (future)
        {
            var ack = await future.GetResponseAsync(cancellationToken).AsTask().WaitAsync(AckTimeout, cancellationToken);
            if (ack is { Error: not null })
            {
                ack.EnsureSuccess();
            }
        }
    }
}
