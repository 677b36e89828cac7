using Npgsql;

namespace Webhooks.Core.Storage;

/// <summary>
/// The daily partitions of events, deliveries and attempts. There is no default partition, so days are created
/// ahead; retention drops whole days, which costs nothing per row.
/// </summary>
public sealed class Partitions(NpgsqlDataSource database, TimeProvider time)
{
    private const long LockKey = 0x5765_6250_6172_7473; // "WebParts"

    private static readonly string[] Tables = ["events", "deliveries", "attempts"];

    /// <summary>Ensures the days from yesterday (clocks differ) to <paramref name="daysAhead"/> days from now.</summary>
    public async Task EnsureAsync(int daysAhead, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = connection.CreateBatch();

        // One process creates at a time. Creating locks the whole table, so behind a long reader it gives way to
        // the writers that would queue up after it; the caller comes again.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL lock_timeout = '2s'"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_advisory_xact_lock({LockKey})"));
        for (var day = today.AddDays(-1); day <= today.AddDays(daysAhead); day = day.AddDays(1))
        {
            foreach (var table in Tables)
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(Create(table, day)));
            }
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Drops the days that ended more than <paramref name="retentionDays"/> days ago; returns their names.</summary>
    public async Task<IReadOnlyList<string>> DropExpiredAsync(int retentionDays, CancellationToken cancellationToken)
    {
        var keepFrom = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-retentionDays);
        var expired = new List<string>();
        await using (var command = database.CreateCommand("""
            SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = ANY (ARRAY['events', 'deliveries', 'attempts']::regclass[])
              AND right(c.relname, 8) < $1
            """))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{keepFrom:yyyyMMdd}" });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                expired.Add(reader.GetString(0));
            }
        }

        foreach (var partition in expired)
        {
            // Behind a long reader it gives way to the writers that would queue up after it; the caller comes again.
            await using var drop = database.CreateBatch();
            drop.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL lock_timeout = '2s'"));
            drop.BatchCommands.Add(new NpgsqlBatchCommand($"DROP TABLE IF EXISTS {partition}"));
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }

        return expired;
    }

    private static string Create(string table, DateOnly day) => $"""
        DO $$ BEGIN
          IF to_regclass('{table}_{day:yyyyMMdd}') IS NULL THEN
            EXECUTE format('CREATE TABLE {table}_{day:yyyyMMdd} PARTITION OF {table} FOR VALUES FROM (%L) TO (%L)',
              first_id_of('{day:yyyy-MM-dd}Z'), first_id_of('{day.AddDays(1):yyyy-MM-dd}Z'));
          END IF;
        END $$
        """;
}
