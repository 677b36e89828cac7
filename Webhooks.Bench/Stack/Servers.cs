namespace Webhooks.Bench.Stack;

/// <summary>PostgreSQL, NATS and Redis of this run's own; their data is gone afterwards.</summary>
internal sealed class Servers : IAsyncDisposable
{
    public const string Database = "webhooksdb";

    private readonly RunFolder _folder;

    private Servers(RunFolder folder, PostgresServer postgres, NatsServer nats, RedisServer redis) =>
        (_folder, Postgres, Nats, Redis) = (folder, postgres, nats, redis);

    public PostgresServer Postgres { get; }

    public NatsServer Nats { get; }

    public RedisServer Redis { get; }

    public string DataFolder => _folder.Path;

    public static async Task<Servers> StartAsync(StackOptions options, CancellationToken cancellationToken)
    {
        var folder = new RunFolder(options.DataFolder);
        var started = new Stack<IAsyncDisposable>();
        try
        {
            var postgres = Keep(await PostgresServer.StartAsync(folder, options.CountStatements, cancellationToken));
            var nats = Keep(await NatsServer.StartAsync(folder, cancellationToken));
            var redis = Keep(await RedisServer.StartAsync(folder, cancellationToken));
            await postgres.ExecuteAsync("postgres", $"CREATE DATABASE {Database}", cancellationToken);
            return new Servers(folder, postgres, nats, redis);
        }
        catch
        {
            while (started.TryPop(out var server))
            {
                await server.DisposeAsync();
            }

            folder.Dispose();
            throw;
        }

        T Keep<T>(T server)
            where T : IAsyncDisposable
        {
            started.Push(server);
            return server;
        }
    }

    /// <summary>
    /// Writes to disk what the file system still holds back. The kernel does so 30 s after the first byte (vm.dirty_expire_centisecs),
    /// all at once, and commits wait meanwhile: a run that begins clean says less about when it began.
    /// </summary>
    public Task FlushAsync(CancellationToken cancellationToken) =>
        ChildProcess.RunAsync("sync", new ProcessSpec("sync", "-f", _folder.Path), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await Nats.DisposeAsync();
        await Postgres.DisposeAsync();
        _folder.Dispose();
    }
}
