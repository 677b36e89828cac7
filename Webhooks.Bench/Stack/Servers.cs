using Webhooks.Testing;

namespace Webhooks.Bench.Stack;

/// <summary>PostgreSQL, NATS and Redis of this run's own, with the AppHost's settings and durable; their data is gone afterwards.</summary>
internal sealed class Servers : IAsyncDisposable
{
    public const string Database = "webhooksdb";

    private static readonly TimeSpan FlushTime = TimeSpan.FromMinutes(1);

    private static readonly string[] Settings =
    [
        "fsync=on", "full_page_writes=on", "max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB", "wal_compression=on", "log_checkpoints=off",
    ];

    private static readonly string[] StatementCounters = ["shared_preload_libraries=pg_stat_statements", "track_io_timing=on"];

    private readonly RunFolder _folder;

    private Servers(StackOptions options)
    {
        _folder = new RunFolder(options.DataFolder);
        Postgres = new PostgresServer(options.CountStatements ? [.. Settings, .. StatementCounters] : Settings, _folder);
        Nats = new NatsServer(_folder);
        Redis = new RedisServer(_folder, save: "60 1");
    }

    public PostgresServer Postgres { get; }

    public NatsServer Nats { get; }

    public RedisServer Redis { get; }

    public string DataFolder => _folder.Path;

    public static async Task<Servers> StartAsync(StackOptions options, CancellationToken cancellationToken)
    {
        var servers = new Servers(options);
        try
        {
            await Task.WhenAll(servers.Postgres.StartAsync(), servers.Nats.StartAsync(), servers.Redis.StartAsync());
            await servers.Postgres.ExecuteAsync($"CREATE DATABASE {Database}", cancellationToken: cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Writes to disk what the file system still holds back. The kernel does so 30 s after the first byte (vm.dirty_expire_centisecs),
    /// all at once, and commits wait meanwhile: a run that begins clean says less about when it began.
    /// </summary>
    public Task FlushAsync(CancellationToken cancellationToken) =>
        Command.SucceedAsync(new ProcessSpec("sync", "-f", _folder.Path), FlushTime, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Redis.StopAsync();
        await Nats.StopAsync();
        await Postgres.StopAsync();
        _folder.Dispose();
    }
}
