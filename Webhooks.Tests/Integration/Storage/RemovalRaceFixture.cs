using Npgsql;
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

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        await Stack.DisposeAsync();
    }
}
