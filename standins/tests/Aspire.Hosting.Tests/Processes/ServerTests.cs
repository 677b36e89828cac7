using Aspire.Hosting.Tests.Support;
using Npgsql;

namespace Aspire.Hosting.Tests.Processes;

public sealed class ServerTests
{
    [Fact]
    public async Task Start_AllServers_AnswerAndKeepTheirDataOverARestart()
    {
        using var data = new TemporaryFolder();

        await using (var first = await StackAsync(data))
        {
            await ExecuteAsync(first, "CREATE TABLE kept (value int); INSERT INTO kept VALUES (42)");
            Assert.Equal("+OK", await RedisAsync(first, "SET kept 42"));
            Assert.Contains("\"name\":\"KEPT\"", await NatsAsync(first, "$JS.API.STREAM.CREATE.KEPT", """{"name":"KEPT","subjects":["kept"],"storage":"file","retention":"limits","max_consumers":-1,"max_msgs":-1,"max_bytes":-1,"max_age":0,"num_replicas":1,"discard":"old"}"""), StringComparison.Ordinal);
        }

        await using var second = await StackAsync(data);
        Assert.Equal(42, await ExecuteAsync(second, "SELECT value FROM kept"));
        Assert.Equal("$2", await RedisAsync(second, "GET kept"));
        Assert.Contains("\"name\":\"KEPT\"", await NatsAsync(second, "$JS.API.STREAM.INFO.KEPT", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PostgresWithStaleLockFile_StartsAnyway()
    {
        using var data = new TemporaryFolder();
        await using (var first = await PostgresAsync(data))
        {
            await first.HealthyAsync("pg");
        }

        // The id of a living process that is no server.
        await File.WriteAllTextAsync(Path.Combine(data.Path, "pg", "postmaster.pid"), $"{Environment.ProcessId}\n{data.Path}/pg\n");

        await using var second = await PostgresAsync(data);
        await second.HealthyAsync("pg");
    }

    [Fact]
    public async Task Start_InterruptedInitdb_StartsOver()
    {
        using var data = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(data.Path, "pg.new", "base"));
        await File.WriteAllTextAsync(Path.Combine(data.Path, "pg.new", "PG_VERSION"), "15\n");

        await using var app = await PostgresAsync(data);

        await app.HealthyAsync("pg");
        Assert.False(Directory.Exists(Path.Combine(data.Path, "pg.new")));
    }

    [Fact]
    public async Task Start_SecondAppHostOnTheSameData_RefusesWithOneLine()
    {
        using var data = new TemporaryFolder();
        await using var first = await PostgresAsync(data);

        var fault = await Assert.ThrowsAsync<DistributedApplicationException>(() => PostgresAsync(data));

        Assert.Contains("Another AppHost is running", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_MissingServer_NamesThePackage()
    {
        var fault = Assert.Throws<DistributedApplicationException>(
            () => Local.Launching.LocalServerContext.Find("no-such-server", "some-package"));

        Assert.Contains("apt-get install some-package", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<DistributedApplication> PostgresAsync(TemporaryFolder data)
    {
        var builder = TestApplication.CreateBuilder($"--StandIns:DataDirectory={data.Path}", "--StandIns:TemporaryData=false");
        builder.AddPostgres("pg").WithDataVolume();
        return await StartAsync(builder);
    }

    private static async Task<DistributedApplication> StackAsync(TemporaryFolder data)
    {
        var builder = TestApplication.CreateBuilder($"--StandIns:DataDirectory={data.Path}", "--StandIns:TemporaryData=false");
        builder.AddPostgres("pg").WithDataVolume().AddDatabase("orders");
        builder.AddRedis("cache").WithDataVolume();
        builder.AddNats("bus").WithJetStream().WithDataVolume();
        var app = await StartAsync(builder);
        await app.HealthyAsync("orders");
        await app.HealthyAsync("cache");
        await app.HealthyAsync("bus");
        return app;
    }

    private static async Task<DistributedApplication> StartAsync(IDistributedApplicationTestingBuilder builder)
    {
        var app = await builder.BuildAsync();
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static async Task<object?> ExecuteAsync(DistributedApplication app, string sql)
    {
        await using var source = NpgsqlDataSource.Create((await app.GetConnectionStringAsync("orders"))!);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<string> RedisAsync(DistributedApplication app, string command)
    {
        var redis = app.Model().Resources.OfType<RedisResource>().Single();
        using var connection = await Local.Health.LineProtocol.ConnectAsync(redis.PrimaryEndpoint, CancellationToken.None);
        await connection.SendAsync($"AUTH {await redis.PasswordParameter!.GetValueAsync()}\r\n{command}\r\n");
        Assert.Equal("+OK", await connection.ReadAsync());
        return await connection.ReadAsync();
    }

    private static async Task<string> NatsAsync(DistributedApplication app, string subject, string request)
    {
        var nats = app.Model().Resources.OfType<NatsServerResource>().Single();
        using var connection = await Local.Health.LineProtocol.ConnectAsync(nats.PrimaryEndpoint, CancellationToken.None);
        await connection.ReadAsync();
        var password = await nats.PasswordParameter!.GetValueAsync();
        await connection.SendAsync(
            $"CONNECT {{\"verbose\":false,\"user\":\"nats\",\"pass\":\"{password}\"}}\r\nSUB inbox 1\r\nPUB {subject} inbox {request.Length}\r\n{request}\r\n");
        string line;
        do
        {
            line = await connection.ReadAsync();
        }
        while (!line.StartsWith('{'));
        return line;
    }
}
