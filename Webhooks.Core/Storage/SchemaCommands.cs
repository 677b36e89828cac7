using Npgsql;

namespace Webhooks.Core.Storage;

internal static class SchemaCommands
{
    /// <summary>Without a limit: an index of many rows takes its time.</summary>
    public static async Task ExecuteAsync(this NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
