using Npgsql;

namespace Webhooks.Testing;

/// <summary>Partitions of days gone by, for a history that is made up: the API makes those of the days to come.</summary>
public static class PastDays
{
    /// <summary>Creates those that are missing, from so many days ago to tomorrow.</summary>
    public static async Task CreateAsync(NpgsqlDataSource database, int days, CancellationToken cancellationToken = default)
    {
        await using var command = database.CreateCommand($"""
            DO $$ DECLARE d date; t text; BEGIN
              FOR d IN SELECT generate_series((now() AT TIME ZONE 'UTC')::date - {days}, (now() AT TIME ZONE 'UTC')::date + 1, '1 day') LOOP
                FOREACH t IN ARRAY ARRAY['events', 'deliveries', 'attempts'] LOOP
                  IF to_regclass(t || '_' || to_char(d, 'YYYYMMDD')) IS NULL THEN
                    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', t || '_' || to_char(d, 'YYYYMMDD'), t,
                      first_id_of(d::timestamp AT TIME ZONE 'UTC'), first_id_of((d + 1)::timestamp AT TIME ZONE 'UTC'));
                  END IF;
                END LOOP;
              END LOOP;
            END $$
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Does what autovacuum would do in a while: to the partitions, not to the tables that they make up.</summary>
    /// <param name="vacuums">Not only statistics: what was written is not to be touched again by whoever reads it first.</param>
    public static async Task SettleAsync(NpgsqlDataSource database, bool vacuums, CancellationToken cancellationToken = default)
    {
        foreach (var partition in await ReadAsync(database, cancellationToken))
        {
            await using var command = database.CreateCommand($"{(vacuums ? "VACUUM (ANALYZE)" : "ANALYZE")} {partition}");
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<List<string>> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT inhrelid::regclass::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind = 'r' ORDER BY 1");
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var partitions = new List<string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            partitions.Add(rows.GetString(0));
        }

        return partitions;
    }
}
