using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Counts all deliveries by status. Of a day before yesterday the count is kept, and holds until the server's own statistics, which
/// lag by seconds, know of another change of the day's partition: so no count costs more than two days, and no writer pays for it.
/// </summary>
public sealed class Books(NpgsqlDataSource database, TimeProvider time)
{
    // After a crash of the server its statistics begin anew.
    private const string Days = """
        SELECT d.day, d.changes, c.statuses, c.counts
        FROM (
          SELECT i.inhrelid::regclass::text AS day, concat_ws(' ', i.inhrelid, extract(epoch FROM pg_postmaster_start_time()),
            pg_stat_get_tuples_inserted(i.inhrelid), pg_stat_get_tuples_updated(i.inhrelid), pg_stat_get_tuples_deleted(i.inhrelid)) AS changes
          FROM pg_inherits i WHERE i.inhparent = 'deliveries'::regclass) d
        LEFT JOIN counted_days c ON c.day = d.day AND c.changes = d.changes
        """;

    private const string Keep = """
        INSERT INTO counted_days (day, changes, statuses, counts) VALUES ($1, $2, $3, $4)
        ON CONFLICT (day) DO UPDATE SET changes = excluded.changes, statuses = excluded.statuses, counts = excluded.counts
        """;

    // What is planned and has no row.
    private const string Bare = $"""
        SELECT count(*) FROM outbox o {Plan.EventsOfBatch} CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare}) p
        WHERE o.planned_from IS NOT NULL AND p.n > coalesce(o.first_ordinal, 0) AND p.n <= coalesce(o.end_ordinal, 32767)
        """;

    /// <summary>Counts the days that are over, so that nobody waits for it later, and forgets those that were dropped.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        await using (var command = database.CreateCommand("DELETE FROM counted_days WHERE to_regclass(day) IS NULL"))
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var day in await ReadDaysAsync(cancellationToken))
        {
            if (IsOver(day) && day.Counted is null)
            {
                await CountAsync(day, cancellationToken);
            }
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken)
    {
        var sums = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var day in await ReadDaysAsync(cancellationToken))
        {
            var counted = (IsOver(day) ? day.Counted : null) ?? await CountAsync(day, cancellationToken);
            foreach (var (status, count) in counted)
            {
                sums[status] = sums.GetValueOrDefault(status) + count;
            }
        }

        await using var bare = database.CreateKeyed(new NpgsqlBatchCommand(Bare));
        sums[DeliveryStatus.Pending] = sums.GetValueOrDefault(DeliveryStatus.Pending) + (long)(await bare.ExecuteScalarAsync(cancellationToken))!;
        return sums;
    }

    // By its name, which ends with the date. Clocks differ, and yesterday's events are still being delivered.
    private bool IsOver(Day day) => string.CompareOrdinal(day.Name[^8..], $"{time.GetUtcNow().AddDays(-1):yyyyMMdd}") < 0;

    private async Task<IReadOnlyDictionary<string, long>> CountAsync(Day day, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            // Compiling would take longer than counting.
            await using var batch = database.CreateBatch();
            batch.Timeout = 0;
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('jit', 'off', true)"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT status, count(*) FROM {day.Name} GROUP BY status"));
            await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
            await rows.NextResultAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                counts[rows.GetString(0)] = rows.GetInt64(1);
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            // Its retention has ended just now.
            return counts;
        }

        if (IsOver(day))
        {
            await using var command = database.CreateCommand(Keep).With(day.Name).With(day.Changes).With<string[]>([.. counts.Keys]).With<long[]>([.. counts.Values]);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return counts;
    }

    private async Task<IReadOnlyList<Day>> ReadDaysAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Days);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<Day>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var counted = await rows.IsDBNullAsync(2, cancellationToken)
                ? null
                : rows.GetFieldValue<string[]>(2).Zip(rows.GetFieldValue<long[]>(3)).ToDictionary(StringComparer.Ordinal);
            days.Add(new Day(rows.GetString(0), rows.GetString(1), counted));
        }

        return days;
    }

    private sealed record Day(string Name, string Changes, IReadOnlyDictionary<string, long>? Counted);
}
