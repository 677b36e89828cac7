using Aspire.Hosting.ApplicationModel;
using Npgsql;

namespace Aspire.Hosting.Local.Postgres;

internal static class PostgresDatabases
{
    private const int TimeoutSeconds = 5;

    public static async Task<NpgsqlConnection> OpenAsync(PostgresServerResource server, string database, CancellationToken cancellationToken)
    {
        var address = await server.ConnectionStringExpression.GetValueAsync(cancellationToken);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address)
        {
            Database = database,
            Timeout = TimeoutSeconds,
            CommandTimeout = TimeoutSeconds,
            Pooling = false,
        }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs when the server is ready: creates what the model names and the server does not have.</summary>
    public static async Task CreateAsync(PostgresServerResource server, CancellationToken cancellationToken)
    {
        if (server.DatabaseResources.Count == 0)
        {
            return;
        }

        await using var connection = await OpenAsync(server, "postgres", cancellationToken);
        foreach (var database in server.DatabaseResources)
        {
            await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection);
            find.Parameters.AddWithValue(database.DatabaseName);
            if (await find.ExecuteScalarAsync(cancellationToken) is null)
            {
                var script = database.TryGetLastAnnotation<PostgresCreationScriptAnnotation>(out var own)
                    ? own.Script
                    : $"CREATE DATABASE \"{database.DatabaseName.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
                await using var create = new NpgsqlCommand(script, connection) { CommandTimeout = 60 };
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }
}
