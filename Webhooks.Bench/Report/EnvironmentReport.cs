using System.Runtime.InteropServices;
using Webhooks.Bench.Measure;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Report;

/// <summary>Where and on what the figures were measured.</summary>
internal sealed record EnvironmentReport
{
    public required DateTimeOffset At { get; init; }

    public required string? Commit { get; init; }

    public required string Cpu { get; init; }

    public required int Cores { get; init; }

    public required string Kernel { get; init; }

    public required string DataFileSystem { get; init; }

    public required double LoadAverage { get; init; }

    public string? Worker { get; init; }

    public required IReadOnlyDictionary<string, string> Postgres { get; init; }

    public static async Task<EnvironmentReport> ReadAsync(Servers servers, StackOptions? services, Repository repository, CancellationToken cancellationToken) => new()
    {
        At = TimeProvider.System.GetUtcNow(),
        Commit = await repository.DescribeAsync(cancellationToken),
        Cpu = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown",
        Cores = Environment.ProcessorCount,
        Kernel = RuntimeInformation.OSDescription,
        DataFileSystem = new DriveInfo(servers.DataFolder).DriveFormat,
        LoadAverage = ProcFile.ReadLoad(),
        Worker = services is null ? null : services.JitWorker ? "JIT" : "Native AOT",
        Postgres = await servers.Postgres.ReadSettingsAsync(cancellationToken),
    };
}
