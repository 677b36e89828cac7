using System.Globalization;
using Npgsql;
using Webhooks.Core.Storage;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

public sealed class PartitionsTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task TryDropAsync_DayIsBeingRead_GivesWayAndTheOthersGo()
    {
        var servers = await TestServers.GetAsync();
        await using var database = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync() + ";Pooling=false");
        await CreateAsync(database, "events");
        await CreateAsync(database, "attempts");
        var partitions = new Partitions(database, TimeProvider.System);
        Assert.Equal(["attempts_20200101", "events_20200101"], (await partitions.FindExpiredAsync(30, Never)).Order(StringComparer.Ordinal));
        await using (var reader = await database.OpenConnectionAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync();
            await using var read = new NpgsqlCommand("SELECT count(*) FROM events_20200101", reader);
            await read.ExecuteScalarAsync();

            Assert.False(await partitions.TryDropAsync("events_20200101", Never));
            Assert.True(await partitions.TryDropAsync("attempts_20200101", Never));

            // Nothing is left of the attempt that others would queue up behind.
            Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM events"));
        }

        Assert.True(await partitions.TryDropAsync("events_20200101", Never));
        Assert.Empty(await partitions.FindExpiredAsync(30, Never));
    }

    private static Task CreateAsync(NpgsqlDataSource database, string table) => database.ExecuteAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"CREATE TABLE {table}_20200101 PARTITION OF {table} FOR VALUES FROM (first_id_of('2020-01-01Z')) TO (first_id_of('2020-01-02Z'))"));
}
