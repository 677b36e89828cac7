using System.Text.RegularExpressions;
using Npgsql;

namespace Webhooks.Core.Storage;

/// <summary>
/// An index that is built while others write. PostgreSQL does not build that of a partitioned table so, but those of its
/// partitions, one by one. What an earlier try left unfinished is dropped first.
/// </summary>
internal sealed partial record ConcurrentIndex(string Name, string Table, string Kind, string Definition)
{
    /// <exception cref="FormatException">The file has another statement.</exception>
    public static IReadOnlyList<ConcurrentIndex> Parse(Migration migration)
    {
        var statements = Comment().Replace(migration.Sql, "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. statements.Select(statement => Statement().Match(statement) is { Success: true } match
                ? new ConcurrentIndex(match.Groups["name"].Value, match.Groups["table"].Value, match.Groups["kind"].Value, match.Groups["definition"].Value)
                : throw new FormatException($"Migration {migration.Name} may have CREATE INDEX CONCURRENTLY name ON table (…) only.")),
        ];
    }

    public async Task BuildAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var partitions = await PartitionsAsync(connection, cancellationToken);
        if (partitions is null)
        {
            await BuildAsync(connection, Name, Table, cancellationToken);
            return;
        }

        // Days that begin from now on have it from their beginning.
        await AtOnceAsync(connection, $"CREATE {Kind} IF NOT EXISTS {Name} ON ONLY {Table} {Definition}", cancellationToken);
        foreach (var partition in partitions)
        {
            var name = $"{partition}_{Name}";
            await BuildAsync(connection, name, partition, cancellationToken);
            await AtOnceAsync(connection, $"ALTER INDEX {Name} ATTACH PARTITION {name}", cancellationToken);
        }
    }

    private async Task BuildAsync(NpgsqlConnection connection, string name, string table, CancellationToken cancellationToken)
    {
        await using var state = new NpgsqlCommand("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", connection).With(name);
        var isValid = await state.ExecuteScalarAsync(cancellationToken);
        if (isValid is false)
        {
            await connection.ExecuteAsync($"DROP INDEX CONCURRENTLY {name}", cancellationToken);
        }

        if (isValid is not true)
        {
            await connection.ExecuteAsync($"CREATE {Kind} CONCURRENTLY {name} ON {table} {Definition}", cancellationToken);
        }
    }

    private static async Task AtOnceAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Locks.GiveWay, cancellationToken);
        await connection.ExecuteAsync(sql, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Those that do not have it yet; null when the table is not partitioned.</summary>
    private async Task<IReadOnlyList<string>?> PartitionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            SELECT ARRAY(
              SELECT p.inhrelid::regclass::text FROM pg_inherits p
              WHERE p.inhparent = t.oid AND NOT EXISTS (
                SELECT FROM pg_inherits i JOIN pg_index x ON x.indexrelid = i.inhrelid
                WHERE i.inhparent = to_regclass($2) AND x.indrelid = p.inhrelid)
              ORDER BY 1)
            FROM pg_class t WHERE t.oid = to_regclass($1) AND t.relkind = 'p'
            """, connection).With(Table).With(Name);
        return await command.ExecuteScalarAsync(cancellationToken) as string[];
    }

    [GeneratedRegex(@"^CREATE (?<kind>(UNIQUE )?INDEX) CONCURRENTLY (?<name>\w+) ON (?<table>\w+) (?<definition>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Statement();

    [GeneratedRegex("--.*", RegexOptions.None, 1000)]
    private static partial Regex Comment();
}
