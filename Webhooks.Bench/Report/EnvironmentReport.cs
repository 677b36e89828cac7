using System.Runtime.InteropServices;
using Npgsql;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Stack;
using Webhooks.Testing;

namespace Webhooks.Bench.Report;

/// <summary>Where and on what the figures were measured.</summary>
internal sealed record EnvironmentReport
{
    private static readonly string[] Settings =
    [
        "server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "wal_compression", "shared_buffers",
        "max_wal_size", "checkpoint_timeout", "max_connections", "autovacuum",
    ];

    public required DateTimeOffset At { get; init; }

    public required string? Commit { get; init; }

    public required string Cpu { get; init; }

    public required int Cores { get; init; }

    public required string Kernel { get; init; }

    public required string DataFileSystem { get; init; }

    public required double LoadAverage { get; init; }

    public string? Worker { get; init; }

    public required IReadOnlyDictionary<string, string> Postgres { get; init; }

    public static async Task<EnvironmentReport> ReadAsync(Servers servers, StackOptions? services, CancellationToken cancellationToken) => new()
    {
        At = TimeProvider.System.GetUtcNow(),
        Commit = await WorkingCopy.DescribeAsync(cancellationToken),
        Cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown",
        Cores = Environment.ProcessorCount,
        Kernel = RuntimeInformation.OSDescription,
        DataFileSystem = new DriveInfo(servers.DataFolder).DriveFormat,
        LoadAverage = ProcFile.ReadLoad(),
        Worker = services is null ? null : services.JitWorker ? "JIT" : "Native AOT",
        Postgres = await ReadSettingsAsync(servers.Postgres, cancellationToken),
    };

    private static async Task<IReadOnlyDictionary<string, string>> ReadSettingsAsync(PostgresServer postgres, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString(Servers.Database) + ";Pooling=false");
        await using var command = source.CreateCommand("SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY ($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = Settings });
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            settings[rows.GetString(0)] = rows.GetString(1);
        }

        return settings;
    }
}
