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

        // One process creates at a time. Creating locks the whole table.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Locks.GiveWay));
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

    /// <summary>The days that ended more than <paramref name="retentionDays"/> days ago, as <c>20260131</c>.</summary>
    public async Task<IReadOnlyList<string>> FindExpiredAsync(int retentionDays, CancellationToken cancellationToken)
    {
        var keepFrom = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-retentionDays);
        await using var command = database.CreateCommand("""
            SELECT DISTINCT right(c.relname, 8) AS day FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = ANY (ARRAY['events', 'deliveries', 'attempts']::regclass[])
              AND right(c.relname, 8) < $1
            ORDER BY day
            """).With($"{keepFrom:yyyyMMdd}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var expired = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            expired.Add(reader.GetString(0));
        }

        return expired;
    }

    /// <summary>
    /// Drops the whole day at once, the events first as whoever changes them locks them: of an event that is there, its deliveries are. False
    /// when somebody reads it for long; the caller comes again.
    /// </summary>
    public async Task<bool> TryDropAsync(string day, CancellationToken cancellationToken)
    {
        await using var drop = database.CreateBatch();
        drop.BatchCommands.Add(new NpgsqlBatchCommand(Locks.GiveWay));
        drop.BatchCommands.Add(new NpgsqlBatchCommand($"DROP TABLE IF EXISTS {string.Join(", ", Tables.Select(table => $"{table}_{day}"))}"));
        try
        {
            await drop.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
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
