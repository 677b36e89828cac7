using Npgsql;

namespace Webhooks.Bench.Report;

/// <summary>What one statement cost PostgreSQL, from pg_stat_statements, warm-up included.</summary>
internal sealed record StatementReport(string Sql, long Calls, long Rows, double Milliseconds, double WalMebibytes)
{
    private const string Query = """
        SELECT regexp_replace(left(query, 400), '\s+', ' ', 'g'), calls, rows, total_exec_time, wal_bytes / 1048576.0
        FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY total_exec_time DESC LIMIT 12
        """;

    public static async Task<IReadOnlyList<StatementReport>> ReadAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(connectionString + ";Pooling=false");
        await using var command = database.CreateCommand(Query);
        var statements = new List<StatementReport>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            statements.Add(new StatementReport(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetDouble(3), (double)rows.GetDecimal(4)));
        }

        return statements;
    }
}
