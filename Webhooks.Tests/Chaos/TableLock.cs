using Npgsql;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>Holds everybody up who reads or writes a table, until it is disposed of.</summary>
internal sealed class TableLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private TableLock(NpgsqlConnection connection) => _connection = connection;

    public static async Task<TableLock> TakeAsync(NpgsqlDataSource database, string table)
    {
        var connection = await database.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return new TableLock(connection);
    }

    /// <summary>Waits until somebody waits for the lock in a statement that writes the table.</summary>
    public static Task UntilAwaitedAsync(NpgsqlDataSource database, string table) => Eventually.TrueAsync(
        async () => await database.CountAsync(
            "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE NOT l.granted AND l.mode = 'RowExclusiveLock' AND c.relname LIKE $1 || '%'", table) > 0,
        $"a write of {table} waits");

    public async ValueTask DisposeAsync()
    {
        await using var command = new NpgsqlCommand("ROLLBACK", _connection);
        await command.ExecuteNonQueryAsync();
        await _connection.DisposeAsync();
    }
}
