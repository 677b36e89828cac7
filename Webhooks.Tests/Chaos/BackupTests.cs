using Npgsql;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>Backup and restore as docs/operations.md tells it.</summary>
[Trait("Category", "Chaos")]
public sealed class BackupTests
{
    private static readonly TimeSpan DumpTime = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Restore_OfADatabaseWithWhatWaits_DeliversItAndTheBooksBalance()
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync(columns: "max_attempts = 50");
        var isUp = false;
        endpoint.Script(Reply.From(_ => Volatile.Read(ref isUp) ? Reply.Ok : Reply.Unavailable));
        var ledger = new Ledger(stack, endpoint);
        await ledger.PostAsync(20);
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status IN ('retrying', 'parked') AND attempts > 0") > 5, "some wait for another attempt");
        await stack.Worker.KillAsync();
        await ledger.PostAsync(20);

        var backup = Path.Combine(RunFolder.Default.Create("backup"), "webhooks.dump");
        var database = new NpgsqlConnectionStringBuilder(stack.ConnectionString).Database!;
        string[] server = ["-h", "127.0.0.1", "-p", $"{stack.Postgres.Port}", "-U", "postgres"];
        await Command.SucceedAsync(PostgresServer.Binary("pg_dump"), [.. server, "-Fc", "-f", backup, database], DumpTime);

        await stack.ApiProcess.KillAsync();
        await stack.Nats.KillAsync();
        stack.Nats.Wipe();
        await stack.Postgres.ExecuteAsync($"DROP DATABASE {database} WITH (FORCE)");
        await stack.Postgres.ExecuteAsync($"CREATE DATABASE {database}");
        await Command.SucceedAsync(PostgresServer.Binary("pg_restore"), [.. server, "-d", database, backup], DumpTime);
        stack.Database.Clear();
        Volatile.Write(ref isUp, true);
        await stack.Nats.StartAsync();
        await Task.WhenAll(stack.ApiProcess.StartAsync(), stack.Worker.StartAsync());

        await ledger.AssertDeliveredAsync();
        await stack.UntilReadyAsync();
        using var audit = await stack.AuditAsync();
        Assert.True(audit.RootElement.GetProperty("balanced").GetBoolean(), audit.RootElement.GetRawText());
    }
}
