using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Testing;

/// <summary>PostgreSQL, as an unprivileged user when this process is root's. A new database is a copy of one with the schema in it.</summary>
/// <param name="settings">More settings, as NAME=VALUE; they win over those here.</param>
public sealed class PostgresServer(IReadOnlyList<string>? settings = null, RunFolder? folder = null) : ServerProcess("postgres", folder)
{
    private const int DaysAhead = 3;

    private static readonly TimeSpan InitializeTime = TimeSpan.FromMinutes(2);

    private const string Template = "webhooks_template";

    private readonly SemaphoreSlim _creating = new(1, 1);
    private bool _hasTemplate;

    protected override string? User => "postgres";

    protected override string Command => Binary("postgres");

    // Nothing here has to survive the machine, and syncing would make the tests wait for the disk.
    protected override IEnumerable<string> Arguments =>
    [
        "-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", Folder, "-c", "listen_addresses=127.0.0.1",
        "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300", "-c", "shared_buffers=64MB",
        .. (settings ?? []).SelectMany(setting => (string[])["-c", setting]),
    ];

    // Fast shutdown: sessions are ended, nothing is left to recover.
    protected override string StopSignal => "INT";

    // Killed, it would leave its shared memory on the machine.
    protected override string EndSignal => "QUIT";

    public string Data => Path.Combine(Folder, "data");

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database={database}";

    public override async Task StartAsync()
    {
        if (!Directory.Exists(Data))
        {
            await InitializeAsync();
        }

        await base.StartAsync();
    }

    /// <summary>Creates a database that has every migration and the partitions of these days; returns its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        // A template may have no other session while it is copied.
        await _creating.WaitAsync();
        try
        {
            await EnsureTemplateAsync();
            var name = $"test_{Guid.NewGuid():N}";
            await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
            return ConnectionString(name);
        }
        finally
        {
            _creating.Release();
        }
    }

    /// <summary>Creates a database that has nothing in it; returns its connection string.</summary>
    public async Task<string> CreateEmptyDatabaseAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement in a session of its own.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres", CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task EnsureTemplateAsync()
    {
        if (_hasTemplate)
        {
            return;
        }

        await ExecuteAsync($"CREATE DATABASE {Template}");
        await using (var database = NpgsqlDataSource.Create(ConnectionString(Template) + ";Pooling=false"))
        {
            await new Migrator(database, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(CancellationToken.None);
            await new Partitions(database, TimeProvider.System).EnsureAsync(DaysAhead, CancellationToken.None);
        }

        _hasTemplate = true;
    }

    private async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", [User!, Folder]);
            await chown.WaitForExitAsync();
        }

        var initdb = new ProcessSpec(Binary("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "--no-sync", "--encoding=UTF8", "--locale=C") { User = User };
        await Testing.Command.SucceedAsync(initdb, InitializeTime, CancellationToken.None);
    }

    /// <summary>A program of PostgreSQL: distributions keep them out of the path, in a folder per version.</summary>
    public static string Binary(string name) =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name)).Where(File.Exists).Max(StringComparer.Ordinal) ?? name
            : name;
}
