using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>A database that has grown with the product, and the version that brings the latest file of the schema.</summary>
public sealed class UpgradeTests
{
    private const int Page = 100;

    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Start_TwoApisOnTheSchemaBefore_MigrateOnceAndListWhatWasThere()
    {
        var servers = await TestServers.GetAsync();
        var connectionString = await servers.Postgres.CreateEmptyDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connectionString + ";Maximum Pool Size=5");
        var snapshot = await GrowAsync(database);
        var settings = StackSettings.For(
            connectionString, servers.Nats, servers.Redis, await PrefixWithStreamsAsync(),
            ("Logging:LogLevel:Webhooks.Core.Storage", "Information"), ("Ingest:RelayAfter", "00:10:00"));
        await using var one = new ServiceProcess("Webhooks.Api", settings);
        await using var other = new ServiceProcess("Webhooks.Api", settings);
        using var first = Client(one, UpgradeSeed.ApiKey);
        using var second = Client(other, UpgradeSeed.ApiKey);

        // Neither gets ahead before both are there.
        await using (var holder = await database.OpenConnectionAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("LOCK TABLE schema_versions IN ACCESS EXCLUSIVE MODE", holder);
            await hold.ExecuteNonQueryAsync();
            await Task.WhenAll(one.StartAsync(), other.StartAsync());
            Assert.Equal((503, 503), (await StatusAsync(first), await StatusAsync(second)));
        }

        var statuses = new HashSet<int>();
        await Eventually.TrueAsync(
            async () =>
            {
                statuses.UnionWith([await StatusAsync(first), await StatusAsync(second)]);
                return await one.IsReadyAsync() && await other.IsReadyAsync();
            },
            () => $"both are ready:\n{one.Output}\n{other.Output}");

        Assert.Subset(new HashSet<int> { 200, 503 }, statuses);
        Assert.Single($"{one.Output}\n{other.Output}".Split('\n'), static line => line.Contains($"Applied migration {Migration.Embedded[^1].Name}", StringComparison.Ordinal));
        Assert.Equal(Migration.Embedded.Count, await database.CountAsync("SELECT count(*) FROM schema_versions"));
        await snapshot.AssertKeptAsync(Migration.Embedded[^1].Name);
        foreach (var client in new[] { first, second })
        {
            await AssertListedAsync(client);
        }

        using var admin = Client(other, LocalTenants.AdminKey);
        var audit = await admin.SendAsync("GET", "/v1/audit");
        Assert.Equal(UpgradeSeed.OfEach * UpgradeSeed.Statuses.Length, audit.At("accepted").GetInt32());
        Assert.Equal(UpgradeSeed.OfEach, audit.At("failed").GetInt32());
    }

    // From the first file on, with rows in the tables, to the last file but one.
    private static async Task<SchemaSnapshot> GrowAsync(NpgsqlDataSource database)
    {
        var migrator = new Migrator(database, TimeProvider.System, NullLogger<Migrator>.Instance);
        await migrator.MigrateAsync([.. Migration.Embedded.Take(1)], Never);
        await new Partitions(database, TimeProvider.System).EnsureAsync(1, Never);
        await database.ExecuteAsync(UpgradeSeed.Sql);
        var snapshot = await SchemaSnapshot.TakeAsync(database);
        for (var count = 2; count < Migration.Embedded.Count; count++)
        {
            await migrator.MigrateAsync([.. Migration.Embedded.Take(count)], Never);
            await snapshot.AssertKeptAsync(Migration.Embedded[count - 1].Name);
        }

        return snapshot;
    }

    // What waits is put into streams that are new, as after their loss.
    private static async Task<string> PrefixWithStreamsAsync()
    {
        await using var earlier = await ApiHost.StartAsync();
        return earlier.Prefix;
    }

    private static async Task AssertListedAsync(HttpClient client)
    {
        foreach (var status in UpgradeSeed.Statuses)
        {
            Assert.Equal(UpgradeSeed.OfEach, await CountAsync(client, $"/v1/deliveries?status={status}", "items"));
        }

        Assert.Equal(UpgradeSeed.OfEach * UpgradeSeed.Statuses.Length, await CountAsync(client, "/v1/events?", "events"));
        Assert.Equal(UpgradeSeed.OfEach, await CountAsync(client, "/v1/events?status=DELIVERED", "events"));
        Assert.Equal(UpgradeSeed.OfEach, await CountAsync(client, "/v1/dlq?", "items"));
        Assert.Equal(3, await CountAsync(client, "/v1/webhooks?", "items"));
        Assert.Equal(0, await CountAsync(client, "/v1/replays?", "items"));
    }

    private static async Task<int> CountAsync(HttpClient client, string list, string member)
    {
        var (count, token) = (0, "");
        do
        {
            var page = await client.SendAsync("GET", $"{list}&limit={Page}{token}");
            Assert.True(page.Status == 200, $"{list}: {page.Body}");
            count += page.At(member).GetArrayLength();
            token = page.Text("next_token") is { } next ? $"&next_token={Uri.EscapeDataString(next)}" : "";
        }
        while (token.Length > 0);
        return count;
    }

    private static HttpClient Client(ServiceProcess api, string key)
    {
        var client = new HttpClient { BaseAddress = api.Address, Timeout = TimeSpan.FromSeconds(20) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private static async Task<int> StatusAsync(HttpClient client) => (await client.SendAsync("GET", "/v1/events?limit=1")).Status;
}
