using Microsoft.Extensions.Logging;
using Npgsql;

namespace Webhooks.Core.Storage;

/// <summary>
/// Applies the numbered SQL files embedded in this assembly, each once, under an advisory lock, so that any number of
/// processes may start at the same moment. An applied file that has changed since is refused.
/// </summary>
public sealed partial class Migrator(NpgsqlDataSource database, TimeProvider time, ILogger<Migrator> logger)
{
    private const long LockKey = 0x5765_6268_6F6F_6B73; // "Webhooks"

    private const string Versions = """
        CREATE TABLE IF NOT EXISTS schema_versions (
          version integer PRIMARY KEY, name text NOT NULL, checksum bytea, applied_at timestamptz NOT NULL DEFAULT now());
        ALTER TABLE schema_versions ADD COLUMN IF NOT EXISTS checksum bytea
        """;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="ChangedMigrationException">Nothing was applied.</exception>
    public Task MigrateAsync(CancellationToken cancellationToken) => MigrateAsync(Migration.Embedded, cancellationToken);

    /// <exception cref="ChangedMigrationException">Nothing was applied.</exception>
    public async Task MigrateAsync(IReadOnlyList<Migration> migrations, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await LockAsync(connection, cancellationToken);
        try
        {
            await connection.ExecuteAsync(Versions, cancellationToken);
            var applied = await AppliedAsync(connection, cancellationToken);
            if (migrations.FirstOrDefault(migration => applied.GetValueOrDefault(migration.Version) is { } known && !known.AsSpan().SequenceEqual(migration.Checksum))
                is { } changed)
            {
                throw new ChangedMigrationException(changed.Name);
            }

            foreach (var migration in migrations)
            {
                if (!applied.TryGetValue(migration.Version, out var checksum))
                {
                    await ApplyAsync(connection, migration, cancellationToken);
                    LogApplied(logger, migration.Name);
                }
                else if (checksum is null)
                {
                    // Applied before checksums were kept.
                    await RecordAsync(connection, migration, cancellationToken);
                }
            }
        }
        finally
        {
            await connection.ExecuteAsync($"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    // Asked again and again: whoever waits in the database has a snapshot, and a concurrent index build of the other waits for its end.
    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({LockKey})", connection);
        while (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            await Task.Delay(LockPause, time, cancellationToken);
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        if (migration.IsConcurrent)
        {
            foreach (var index in ConcurrentIndex.Parse(migration))
            {
                await index.BuildAsync(connection, cancellationToken);
            }

            await RecordAsync(connection, migration, cancellationToken);
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Locks.GiveWay, cancellationToken);
        await connection.ExecuteAsync(migration.Sql, cancellationToken);
        await RecordAsync(connection, migration, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task RecordAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var record = new NpgsqlCommand("""
            INSERT INTO schema_versions (version, name, checksum) VALUES ($1, $2, $3) ON CONFLICT (version) DO UPDATE SET checksum = excluded.checksum
            """, connection).With(migration.Version).With(migration.Name).With(migration.Checksum);
        await record.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Dictionary<int, byte[]?>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT version, checksum FROM schema_versions", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var versions = new Dictionary<int, byte[]?>();
        while (await reader.ReadAsync(cancellationToken))
        {
            versions.Add(reader.GetInt32(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetFieldValue<byte[]>(1));
        }

        return versions;
    }

    [LoggerMessage(LogLevel.Information, "Applied migration {Name}")]
    private static partial void LogApplied(ILogger logger, string name);
}
