using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace Webhooks.Client.Outbox;

/// <summary>The statements of the relay.</summary>
internal sealed class OutboxTable(NpgsqlDataSource database, IOptions<WebhooksOutboxOptions> options)
{
    // Any number that no other advisory lock of the application has.
    private const long CreationLock = 0x7765_6268_6f6f_6b73;

    private readonly string _table = options.Value.Table;

    /// <summary>Two processes that start at once would collide in the catalogue without the lock, which ends with this one command's transaction.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"SELECT pg_advisory_xact_lock({CreationLock}); {WebhooksOutbox.Schema(_table)}");
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes what is due, the longest due first, for the time of the lease.</summary>
    public async Task<List<OutboxRow>> TakeAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            UPDATE {_table} SET due_at = now() + $2, attempts = attempts + 1
            WHERE id = ANY (ARRAY(
              SELECT id FROM {_table} WHERE refusal IS NULL AND due_at <= now() ORDER BY due_at, id LIMIT $1 FOR UPDATE SKIP LOCKED))
            RETURNING id, key, body, attempts
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.Value.BatchSize });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Lease });
        var rows = new List<OutboxRow>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(new OutboxRow(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<byte[]>(2), reader.GetInt32(3)));
        }

        return [.. rows.OrderBy(static row => row.Id)];
    }

    /// <summary>What is sent goes; what is refused stays, with the reason; the rest is due again after its pause.</summary>
    public async Task SettleAsync(IReadOnlyCollection<OutboxFate> fates, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        var sent = fates.Where(static fate => fate is { Refusal: null, Pause: null }).Select(static fate => fate.Id).ToArray();
        batch.BatchCommands.Add(With(new NpgsqlBatchCommand($"DELETE FROM {_table} WHERE id = ANY ($1)"), sent));

        var refused = fates.Where(static fate => fate.Refusal is not null).ToArray();
        batch.BatchCommands.Add(With(
            new NpgsqlBatchCommand($"UPDATE {_table} t SET refusal = u.refusal FROM unnest($1, $2) AS u (id, refusal) WHERE t.id = u.id"),
            Ids(refused), Array.ConvertAll(refused, static fate => fate.Refusal!)));

        var later = fates.Where(static fate => fate.Pause is not null).ToArray();
        batch.BatchCommands.Add(With(
            new NpgsqlBatchCommand($"UPDATE {_table} t SET due_at = now() + u.pause FROM unnest($1, $2) AS u (id, pause) WHERE t.id = u.id"),
            Ids(later), Array.ConvertAll(later, static fate => fate.Pause!.Value)));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static Guid[] Ids(OutboxFate[] fates) => Array.ConvertAll(fates, static fate => fate.Id);

    private static NpgsqlBatchCommand With(NpgsqlBatchCommand command, Guid[] ids)
    {
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
        return command;
    }

    private static NpgsqlBatchCommand With<T>(NpgsqlBatchCommand command, Guid[] ids, T[] values)
    {
        With(command, ids).Parameters.Add(new NpgsqlParameter<T[]>
        {
            TypedValue = values,
            NpgsqlDbType = NpgsqlDbType.Array | (typeof(T) == typeof(string) ? NpgsqlDbType.Text : NpgsqlDbType.Interval),
        });
        return command;
    }
}
