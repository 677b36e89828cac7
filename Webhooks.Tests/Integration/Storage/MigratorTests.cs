using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Webhooks.Core.Storage;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>The schema's files, on databases of their own.</summary>
public sealed class MigratorTests : IAsyncLifetime
{
    private static readonly Migration Table = new(9001, "9001_things.sql", "CREATE TABLE things (n integer); INSERT INTO things VALUES (1)");
    private static readonly Migration Index = new(9002, "9002_index.sql", """
        -- concurrently
        -- Of a partitioned table.
        CREATE INDEX CONCURRENTLY by_endpoint ON deliveries (endpoint_id, event_id) WHERE cycle > 1;
        CREATE INDEX CONCURRENTLY things_by_n ON things (n);
        """.ReplaceLineEndings("\n"));

    private static readonly CancellationToken Never = CancellationToken.None;

    private TestServers _servers = null!;
    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync()
    {
        _servers = await TestServers.GetAsync();
        _database = NpgsqlDataSource.Create(await _servers.Postgres.CreateDatabaseAsync() + ";Pooling=false");
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task MigrateAsync_ManyAtOnce_ApplyEachFileOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => MigrateAsync(Table, Index)));

        Assert.Equal(1, await _database.CountAsync("SELECT count(*) FROM things"));
        await AssertIndexedAsync();
    }

    [Fact]
    public async Task MigrateAsync_AppliedFileChanged_RefusesAndAppliesNothing()
    {
        await MigrateAsync(Table);

        var refused = await Assert.ThrowsAsync<ChangedMigrationException>(() => MigrateAsync(Table with { Sql = Table.Sql + " " }, Index));

        Assert.Contains(Table.Name, refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, await _database.CountAsync("SELECT count(*) FROM schema_versions WHERE version = $1", Index.Version));
    }

    [Fact]
    public async Task MigrateAsync_AppliedBeforeChecksums_KeepsThemFromNowOn()
    {
        await MigrateAsync(Table);
        await _database.ExecuteAsync("ALTER TABLE schema_versions DROP COLUMN checksum");

        await MigrateAsync(Table);

        await Assert.ThrowsAsync<ChangedMigrationException>(() => MigrateAsync(Table with { Sql = "" }));
    }

    [Fact]
    public async Task MigrateAsync_TableIsBeingRead_GivesWayAndSucceedsLater()
    {
        var column = new Migration(9001, "9001_column.sql", "ALTER TABLE tenants ADD COLUMN colour text");
        await using (var reader = await _database.OpenConnectionAsync())
        {
            await using var transaction = await reader.BeginTransactionAsync();
            await ReadAsync(reader, "SELECT count(*) FROM tenants");

            var error = await Assert.ThrowsAsync<PostgresException>(() => MigrateAsync(column));

            Assert.Equal(PostgresErrorCodes.LockNotAvailable, error.SqlState);
        }

        await MigrateAsync(column);
        await _database.ExecuteAsync("SELECT colour FROM tenants");
    }

    [Fact]
    public async Task MigrateAsync_IndexUnderWay_HoldsUpNoWriter()
    {
        var partition = await PartitionAsync();
        await MigrateAsync(Table);
        await using var writer = await _database.OpenConnectionAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await ReadAsync(writer, $"UPDATE {partition} SET cycle = 2 WHERE false RETURNING 1");

        var migrating = MigrateAsync(Table, Index);
        await Eventually.TrueAsync(
            async () => await _database.CountAsync("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONCURRENTLY deliveries%' AND wait_event_type = 'Lock'
                """) == 1,
            "the index waits for the writer that came before it");

        await _database.ExecuteAsync($"""
            INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status)
            VALUES ('acme', first_id_of(now()), 0, gen_random_uuid(), 'pending')
            """);
        Assert.False(migrating.IsCompleted);
        await transaction.CommitAsync();
        await migrating;
        await AssertIndexedAsync();
    }

    [Fact]
    public async Task MigrateAsync_IndexLeftHalfBuilt_BuildsItAgain()
    {
        var partition = await PartitionAsync();
        await MigrateAsync(Table);
        await _database.ExecuteAsync($"CREATE INDEX {partition}_by_endpoint ON {partition} (ordinal)");
        await _database.ExecuteAsync($"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{partition}_by_endpoint'::regclass");

        await MigrateAsync(Table, Index);

        await AssertIndexedAsync();
    }

    [Fact]
    public async Task MigrateAsync_OtherStatementInAConcurrentFile_IsRefused() =>
        await Assert.ThrowsAsync<FormatException>(() => MigrateAsync(new Migration(9001, "9001_wrong.sql", "-- concurrently\nDROP TABLE tenants;")));

    [Fact]
    public async Task Start_TwoApisOnAnEmptyDatabase_BothGetReady()
    {
        var settings = StackSettings.For(await _servers.Postgres.CreateEmptyDatabaseAsync(), _servers.Nats, _servers.Redis, Support.Stack.NewPrefix());
        await using var one = new ServiceProcess("Webhooks.Api", settings);
        await using var other = new ServiceProcess("Webhooks.Api", settings);

        await Task.WhenAll(one.StartAsync(), other.StartAsync());

        await Eventually.TrueAsync(async () => await one.IsReadyAsync() && await other.IsReadyAsync(), "both are ready", TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task Start_AppliedFileChanged_SaysSoInALineAndEndsWithTwo()
    {
        await _database.ExecuteAsync(@"UPDATE schema_versions SET checksum = '\x00' WHERE version = 2");

        var run = await ServiceRun.ToItsEndAsync(
            "Webhooks.Api",
            $"--ConnectionStrings:webhooksdb={_database.ConnectionString}", $"--ConnectionStrings:nats={_servers.Nats.Url}", "--Logging:LogLevel:Default=Critical");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("Migration 0002_event_types.sql is not the one", Assert.Single(run.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private Task MigrateAsync(params Migration[] more) =>
        new Migrator(_database, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync([.. Migration.Embedded, .. more], Never);

    private async Task<string> PartitionAsync() => (await _database.ReadAsync(
        "SELECT min(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'deliveries'::regclass", row => row.GetString(0))).Single();

    // PostgreSQL takes the whole for valid once each partition's index is.
    private async Task AssertIndexedAsync() => Assert.Equal(2, await _database.CountAsync(
        "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid IN ('by_endpoint'::regclass, 'things_by_n'::regclass)"));

    private static async Task ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
