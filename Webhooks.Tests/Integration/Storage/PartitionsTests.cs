using System.Globalization;
using Npgsql;
using Webhooks.Core.Storage;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

public sealed class PartitionsTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task TryDropAsync_DayIsBeingRead_StaysWholeAndTheOthersGo()
    {
        var servers = await TestServers.GetAsync();
        await using var database = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync() + ";Pooling=false");
        await CreateAsync(database, 1);
        await CreateAsync(database, 2);
        var partitions = new Partitions(database, TimeProvider.System);
        Assert.Equal(["20200101", "20200102"], await partitions.FindExpiredAsync(30, Never));
        await using (var reader = await database.OpenConnectionAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync();
            await using var read = new NpgsqlCommand("SELECT count(*) FROM deliveries_20200101", reader);
            await read.ExecuteScalarAsync();

            Assert.False(await partitions.TryDropAsync("20200101", Never));
            Assert.Equal(3, await database.CountAsync("SELECT count(*) FROM pg_class WHERE relname IN ('events_20200101', 'deliveries_20200101', 'attempts_20200101')"));

            // Nothing is left of the attempt that others would queue up behind.
            Assert.Equal(0, await database.CountAsync("SELECT count(*) FROM events"));
        }

        Assert.True(await partitions.TryDropAsync("20200102", Never));
        Assert.True(await partitions.TryDropAsync("20200101", Never));
        Assert.Empty(await partitions.FindExpiredAsync(30, Never));
    }

    private static async Task CreateAsync(NpgsqlDataSource database, int day)
    {
        foreach (var table in new[] { "events", "deliveries", "attempts" })
        {
            await database.ExecuteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE {table}_2020010{day} PARTITION OF {table} FOR VALUES FROM (first_id_of('2020-01-0{day}Z')) TO (first_id_of('2020-01-0{day + 1}Z'))"));
        }
    }
}
