using Npgsql;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>A copy of every table, to be compared with what they hold later.</summary>
internal sealed class SchemaSnapshot
{
    private const string Copies = "snapshot";

    // Without the partitions, which are their tables' rows.
    private const string Tables = """
        SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND c.relname NOT IN ('schema_versions', 'workers') ORDER BY c.relname
        """;

    private const string CommonColumns = $"""
        SELECT string_agg(quote_ident(column_name), ', ' ORDER BY column_name) FROM information_schema.columns c
        WHERE table_schema = '{Copies}' AND table_name = $1 AND EXISTS (
          SELECT FROM information_schema.columns n WHERE n.table_schema = 'public' AND n.table_name = c.table_name AND n.column_name = c.column_name)
        """;

    private readonly NpgsqlDataSource _database;
    private readonly IReadOnlyList<string> _tables;

    private SchemaSnapshot(NpgsqlDataSource database, IReadOnlyList<string> tables) => (_database, _tables) = (database, tables);

    public static async Task<SchemaSnapshot> TakeAsync(NpgsqlDataSource database)
    {
        var tables = await database.ReadAsync(Tables, static row => row.GetString(0));
        await database.ExecuteAsync($"CREATE SCHEMA {Copies}; {string.Join("; ", tables.Select(static table => $"CREATE TABLE {Copies}.{table} AS TABLE public.{table}"))}");
        return new SchemaSnapshot(database, tables);
    }

    /// <summary>Every row that was there is there, with the same values in the columns that are left.</summary>
    public async Task AssertKeptAsync(string after)
    {
        foreach (var table in _tables)
        {
            var columns = (await _database.ReadAsync(CommonColumns, static row => row.GetString(0), table)).Single();
            var lost = await _database.CountAsync(
                $"SELECT count(*) FROM (SELECT {columns} FROM {Copies}.{table} EXCEPT ALL SELECT {columns} FROM public.{table}) lost");
            Assert.True(lost == 0, $"After {after} {lost} rows of {table} are not what they were.");
        }
    }
}
