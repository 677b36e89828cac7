using Npgsql;
using Webhooks.Core.Events;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Puts deliveries that are not moving back into the stream: a new cycle at once, with a fresh retry budget and the
/// attempt count preserved. A message of the earlier cycle that still waits somewhere is stale from then on.
/// </summary>
public sealed class Redelivery(NpgsqlDataSource database)
{
    private static readonly string Retry = $"""
        WITH retried AS (
          UPDATE deliveries SET status = {Transitions.Retry.ToSql}, reason = NULL, cycle = cycle + 1, budget_start = attempts, batch_id = $4,
            next_attempt_at = NULL, dead_lettered_at = NULL, stream_seq = NULL
          WHERE event_id = $2 AND tenant_id = $1 AND ($3::smallint IS NULL OR ordinal = $3)
            AND status IN ({Transitions.Retry.FromSql})
          RETURNING event_id, ordinal),
        buried AS (
          DELETE FROM dead_letters l USING retried r WHERE l.event_id = r.event_id AND l.ordinal = r.ordinal)
        SELECT count(*) FROM retried
        """;

    /// <summary>
    /// Retries an event's failed, retrying or parked deliveries, or only the one of <paramref name="ordinal"/>.
    /// Returns the batch to publish, or null when there was nothing to retry; of two calls at the same moment one gets null.
    /// </summary>
    public async Task<Guid?> RetryAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var retry = new NpgsqlCommand(Retry, connection);
        retry.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenantId });
        retry.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = eventId.Value });
        retry.Parameters.Add(new NpgsqlParameter<short?> { TypedValue = ordinal });
        retry.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = batchId });
        if (await retry.ExecuteScalarAsync(cancellationToken) is not > 0L)
        {
            return null;
        }

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Outbox.Insert(batchId, [eventId.Value]) } };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return batchId;
    }
}
