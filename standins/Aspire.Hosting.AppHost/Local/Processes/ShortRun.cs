using System.Collections.Concurrent;

namespace Aspire.Hosting.Local.Processes;

/// <summary>Runs a command to its end.</summary>
internal static class ShortRun
{
    private const int KeptLines = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task<(int ExitCode, string Output)> RunAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        var lines = new ConcurrentQueue<string>();
        await using var child = await ChildProcess.StartAsync(
            spec,
            line =>
            {
                lines.Enqueue(line);
                if (lines.Count > KeptLines)
                {
                    lines.TryDequeue(out _);
                }
            },
            cancellationToken);
        var exitCode = await child.Exited.WaitAsync(Limit, cancellationToken);
        return (exitCode, string.Join('\n', lines));
    }

    public static async Task SucceedAsync(ProcessSpec spec, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await RunAsync(spec, cancellationToken);
        if (exitCode != 0)
        {
            throw new DistributedApplicationException($"{Path.GetFileName(spec.Command)} failed with exit code {exitCode}: {output}");
        }
    }
}
