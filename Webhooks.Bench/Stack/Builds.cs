using Spectre.Console;

namespace Webhooks.Bench.Stack;

/// <summary>Builds what is missing or older than its sources, always as Release.</summary>
internal static class Builds
{
    public static async Task EnsureAsync(Repository repository, bool jitWorker, CancellationToken cancellationToken)
    {
        await BuildAsync(repository, repository.Api, "Webhooks.Api", cancellationToken);
        if (jitWorker)
        {
            await BuildAsync(repository, repository.JitWorker, "Webhooks.Worker", cancellationToken);
        }
        else
        {
            await ChildProcess.RunAsync(
                "publish-worker.sh",
                new ProcessSpec(Path.Combine(repository.Root, "Webhooks.AppHost/scripts/publish-worker.sh"), []) { WorkingDirectory = repository.Root },
                cancellationToken);
        }
    }

    private static async Task BuildAsync(Repository repository, string program, string project, CancellationToken cancellationToken)
    {
        if (repository.IsStale(program, project))
        {
            AnsiConsole.MarkupLine($"[grey]Building {project}…[/]");
            await DotnetAsync(repository, ["build", project, "-c", "Release", "-v", "quiet", "-clp:NoSummary"], cancellationToken);
            // A build that finds nothing to compile leaves the file's time as it was.
            File.SetLastWriteTimeUtc(program, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
    }

    private static Task DotnetAsync(Repository repository, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(
            $"dotnet {arguments[0]} {arguments[1]}",
            new ProcessSpec("dotnet", [.. arguments, "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"]) { WorkingDirectory = repository.Root },
            cancellationToken);
}
