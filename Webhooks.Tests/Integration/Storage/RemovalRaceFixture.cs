using Npgsql;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>A database with an API that publishes what is put on its way, and nobody who delivers.</summary>
public sealed class RemovalRaceFixture : IAsyncLifetime
{
    internal DeliveryStack Stack { get; private set; } = null!;

    internal NpgsqlDataSource Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stack = await DeliveryStack.StartWithoutWorkerAsync();
        Database = NpgsqlDataSource.Create(Stack.ConnectionString + ";Maximum Pool Size=12;Include Error Detail=true");
    }

    internal static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Of those that have not ended, as many wait for whoever holds the rows.</summary>
    internal Task UntilWaitingAsync(int most, params Task[] writers) => Eventually.TrueAsync(
        async () => await Stack.Database.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") >= Math.Min(most, writers.Count(static writer => !writer.IsCompleted)),
        () => "they wait for whoever holds the rows");

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await Stack.DisposeAsync();
    }
}
