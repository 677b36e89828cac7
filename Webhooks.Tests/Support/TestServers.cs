using Webhooks.Testing;

namespace Webhooks.Tests.Support;

/// <summary>
/// One PostgreSQL, one nats-server and one Redis for the whole run. Tests share them by having a database and a messaging
/// prefix of their own; a test that stops a server starts its own instead.
/// </summary>
public sealed class TestServers : IAsyncDisposable
{
    private static readonly Lazy<Task<TestServers>> Instance = new(StartNewAsync);

    private TestServers(PostgresServer postgres, NatsServer nats, RedisServer redis) => (Postgres, Nats, Redis) = (postgres, nats, redis);

    public PostgresServer Postgres { get; }

    public NatsServer Nats { get; }

    public RedisServer Redis { get; }

    public static Task<TestServers> GetAsync() => Instance.Value;

    /// <summary>Servers that the caller may stop, and disposes.</summary>
    public static async Task<TestServers> StartNewAsync()
    {
        var servers = new TestServers(new PostgresServer(), new NatsServer(), new RedisServer());
        await Task.WhenAll(servers.Postgres.StartAsync(), servers.Nats.StartAsync(), servers.Redis.StartAsync());
        return servers;
    }

    public async ValueTask DisposeAsync()
    {
        await Nats.DisposeAsync();
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
    }
}
