using Spectre.Console;
using Webhooks.Testing;

namespace Webhooks.Bench.Stack;

/// <summary>Builds what is missing or older than its sources, always as Release.</summary>
internal static class Builds
{
    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(15);

    public static async Task EnsureAsync(bool jitWorker, CancellationToken cancellationToken)
    {
        await BuildAsync(WorkingCopy.Api, "Webhooks.Api", cancellationToken);
        if (jitWorker)
        {
            await BuildAsync(WorkingCopy.JitWorker, "Webhooks.Worker", cancellationToken);
        }
        else
        {
            await RunAsync(new ProcessSpec(Repository.PathOf("Webhooks.AppHost", "scripts", "publish-worker.sh")), cancellationToken);
        }
    }

    private static async Task BuildAsync(string program, string project, CancellationToken cancellationToken)
    {
        if (WorkingCopy.IsStale(program, project))
        {
            AnsiConsole.MarkupLine($"[grey]Building {project}…[/]");
            await RunAsync(
                new ProcessSpec("dotnet", "build", project, "-c", "Release", "-v", "quiet", "-clp:NoSummary", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"),
                cancellationToken);
            // A build that finds nothing to compile leaves the file's time as it was.
            File.SetLastWriteTimeUtc(program, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
    }

    private static Task<string> RunAsync(ProcessSpec program, CancellationToken cancellationToken) =>
        Command.SucceedAsync(program with { WorkingDirectory = Repository.Root }, BuildTime, cancellationToken);
}
