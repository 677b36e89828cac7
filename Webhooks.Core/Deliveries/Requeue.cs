using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Sends deliveries that have a dead letter once more, the oldest letters first, in bites. Each bite is one transaction: a letter is gone and its
/// delivery begins a new cycle, or both are as they were.
/// </summary>
public sealed class Requeue(NpgsqlDataSource database)
{
    // The bounds are given again, so that the planner sees only the partitions within them.
    private const string Bounds = "d.event_id >= $4 AND d.event_id <= $5";

    // Looked at letter by letter, so that the order of the letters is kept.
    private const string IsTaken = $"EXISTS (SELECT FROM endpoints e WHERE e.endpoint_id = s.endpoint_id AND e.state <> '{EndpointState.Disabled}' OFFSET 0)";

    private const string Oldest = $"""
        SELECT dead_letter_id, event_id, ordinal FROM dead_letters s
        WHERE tenant_id = $1 AND dead_letter_id > $2 AND {IsTaken} ORDER BY dead_letter_id LIMIT $3
        """;

    private static readonly string Held = Holding.HeldSql(Holding.KeysOfTenant, Bounds);

    private static readonly string Retry = $"""
        WITH retried AS (
          UPDATE deliveries d SET {Redelivery.Set}, batch_id = $6
          FROM ({Held}) w, endpoints e
          WHERE d.tenant_id = w.tenant_id AND d.event_id = w.event_id AND d.ordinal = w.ordinal AND {Bounds}
            AND d.status IN ({Transitions.RetryOne.FromSql}) AND NOT {Redelivery.IsUnderWay}
            AND e.endpoint_id = d.endpoint_id AND e.state <> '{EndpointState.Disabled}'
            AND EXISTS (SELECT FROM dead_letters s WHERE s.event_id = d.event_id AND s.ordinal = d.ordinal OFFSET 0)
          RETURNING d.tenant_id, d.event_id, d.ordinal, d.endpoint_id),
        noted AS (
          {Outbox.Note("$6", "retried")}),
        taken AS (
          DELETE FROM dead_letters l USING (
            SELECT s.dead_letter_id FROM retried r JOIN dead_letters s ON s.event_id = r.event_id AND s.ordinal = r.ordinal
            ORDER BY s.dead_letter_id FOR UPDATE OF s) s
          WHERE l.dead_letter_id = s.dead_letter_id),
        {FreshStart.Of("SELECT endpoint_id FROM retried")}
        SELECT count(*) FROM retried
        """;

    private const string Reason = $"""
        SELECT CASE WHEN l.state IS NULL THEN '{ReplayReason.EndpointDeleted}' WHEN l.state = '{EndpointState.Disabled}' THEN '{ReplayReason.EndpointDisabled}'
          ELSE '{ReplayReason.Changed}' END, count(*)
        FROM (SELECT (SELECT e.state FROM endpoints e WHERE e.endpoint_id = s.endpoint_id) AS state FROM dead_letters s
        """;

    private const string Left = $"{Reason} WHERE s.dead_letter_id = ANY ($1)) l GROUP BY 1";
    private const string Away = $"{Reason} WHERE s.tenant_id = $1 AND NOT {IsTaken} ORDER BY s.dead_letter_id LIMIT $2) l GROUP BY 1";

    /// <summary>Of a tenant's letters whose endpoints take nothing, <paramref name="most"/> at the most: how many for which <see cref="ReplayReason"/>.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAwayAsync(string tenantId, int most, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Away).With(tenantId).With(most);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadLeftAsync(row, cancellationToken);
    }

    /// <summary>Of the letters after <paramref name="after"/> whose endpoints take something, <paramref name="most"/> at the most; null when there is none.</summary>
    public async Task<RequeuedBite?> RequeueAsync(string tenantId, Guid after, int most, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var letters = await FindAsync(connection, tenantId, after, most, cancellationToken);
        if (letters.Count == 0)
        {
            return null;
        }

        Guid[] ids = [.. letters.Select(static letter => letter.Id)];
        Guid[] events = [.. letters.Select(static letter => letter.Event)];
        short[] ordinals = [.. letters.Select(static letter => letter.Ordinal)];
        var batchId = Guid.CreateVersion7();

        // Held by a statement of its own: a letter that was written while it waited is in the snapshot of the next one.
        await using var batch = connection.CreateKeyed(
            Of(Held), Of(Retry).With(batchId), new NpgsqlBatchCommand(Left).With(ids));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var requeued = (int)row.GetInt64(0);
        await row.NextResultAsync(cancellationToken);
        var bite = new RequeuedBite(letters.Count, requeued, await ReadLeftAsync(row, cancellationToken), batchId, ids[^1]);

        // To the commit.
        await row.NextResultAsync(cancellationToken);
        return bite;

        NpgsqlBatchCommand Of(string sql) =>
            new NpgsqlBatchCommand(sql).With(tenantId).With(events).With(ordinals).With(events.Min()).With(events.Max());
    }

    private static async Task<IReadOnlyDictionary<string, long>> ReadLeftAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var left = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
        {
            left[row.GetString(0)] = row.GetInt64(1);
        }

        return left;
    }

    private static async Task<List<(Guid Id, Guid Event, short Ordinal)>> FindAsync(
        NpgsqlConnection connection, string tenantId, Guid after, int most, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Oldest, connection).With(tenantId).With(after).With(most);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<(Guid, Guid, short)>(most);
        while (await rows.ReadAsync(cancellationToken))
        {
            letters.Add((rows.GetGuid(0), rows.GetGuid(1), rows.GetInt16(2)));
        }

        return letters;
    }
}
