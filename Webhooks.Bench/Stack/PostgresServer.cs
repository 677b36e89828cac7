using System.Globalization;
using Npgsql;

namespace Webhooks.Bench.Stack;

/// <summary>
/// PostgreSQL with the settings that the AppHost gives its own, durable (fsync, synchronous_commit and full_page_writes are on),
/// over TCP with passwords.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Account = "postgres";
    private const string Password = "bench";

    private static readonly string[] Settings =
        ["max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB", "wal_compression=on", "log_checkpoints=off"];

    /// <summary>What the report shows of the server's own settings.</summary>
    private static readonly string[] Reported =
    [
        "server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "wal_compression", "shared_buffers",
        "max_wal_size", "checkpoint_timeout", "max_connections", "autovacuum",
    ];

    private readonly int _port;

    private PostgresServer(ChildProcess process, int port) => (Process, _port) = (process, port);

    public ChildProcess Process { get; }

    public static async Task<PostgresServer> StartAsync(RunFolder folder, bool countStatements, CancellationToken cancellationToken)
    {
        var home = folder.Create("postgres");
        var data = Path.Combine(home, "data");
        await InitializeAsync(folder, home, data, cancellationToken);
        var port = Ports.Free();
        string[] extra = countStatements ? ["-c", "shared_preload_libraries=pg_stat_statements", "-c", "track_io_timing=on"] : [];
        var process = await ChildProcess.StartAsync(
            "postgres",
            new ProcessSpec(
                Binary("postgres"),
                ["-D", data, "-p", $"{port}", "-k", home, "-c", "listen_addresses=127.0.0.1", .. Settings.SelectMany(setting => (string[])["-c", setting]), .. extra])
            {
                User = Account,
            },
            stopSignal: "INT");
        var server = new PostgresServer(process, port);
        await process.WaitUntilAsync(server.AnswersAsync, cancellationToken);
        return server;
    }

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port.ToString(CultureInfo.InvariantCulture)};Username={Account};Password={Password};Database={database}";

    public async Task ExecuteAsync(string database, string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, string>> ReadSettingsAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand("SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Reported });
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            settings[rows.GetString(0)] = rows.GetString(1);
        }

        return settings;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync("postgres", "SELECT 1", cancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task InitializeAsync(RunFolder folder, string home, string data, CancellationToken cancellationToken)
    {
        var passwordFile = Path.Combine(home, "password");
        await File.WriteAllTextAsync(passwordFile, Password, cancellationToken);
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to be root's.
            await ChildProcess.RunAsync("chmod", new ProcessSpec("chmod", "755", folder.Path), cancellationToken);
            await ChildProcess.RunAsync("chown", new ProcessSpec("chown", "-R", Account, home), cancellationToken);
        }

        await ChildProcess.RunAsync(
            "initdb",
            new ProcessSpec(Binary("initdb"), "-D", data, "-U", Account, "-A", "scram-sha-256", $"--pwfile={passwordFile}", "--no-locale", "--encoding=UTF8")
            {
                User = Account,
            },
            cancellationToken);
    }

    // Distributions keep the servers' programs out of the path, in a folder per version.
    private static string Binary(string name) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name)).Where(File.Exists).Order(StringComparer.Ordinal).LastOrDefault() ?? name
            : name;
}
