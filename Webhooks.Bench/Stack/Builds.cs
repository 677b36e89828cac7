using System.Runtime.InteropServices;
using Spectre.Console;

namespace Webhooks.Bench.Stack;

/// <summary>Builds what is missing or older than its sources, always as Release.</summary>
internal static class Builds
{
    // The registry may lack the runtime pack of one framework for Native AOT; the worker runs on either.
    private static readonly string[] Frameworks = ["net10.0", "net9.0"];

    public static async Task EnsureAsync(Repository repository, bool jitWorker, CancellationToken cancellationToken)
    {
        await BuildAsync(repository, repository.Api, "Webhooks.Api", cancellationToken);
        if (jitWorker)
        {
            await BuildAsync(repository, repository.JitWorker, "Webhooks.Worker", cancellationToken);
        }
        else if (repository.IsStale(repository.NativeWorker, "Webhooks.Worker"))
        {
            AnsiConsole.MarkupLine("[grey]Publishing the native worker…[/]");
            await PublishWorkerAsync(repository, cancellationToken);
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

    private static async Task PublishWorkerAsync(Repository repository, CancellationToken cancellationToken)
    {
        string[] linker = File.Exists("/usr/bin/clang") ? [] : ["-p:CppCompilerAndLinker=gcc"];
        InvalidOperationException? failure = null;
        foreach (var framework in Frameworks)
        {
            try
            {
                await DotnetAsync(
                    repository,
                    [
                        "publish", "Webhooks.Worker", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, $"-p:WebhooksFramework={framework}",
                        "--artifacts-path", $"artifacts/native-{framework}", "-o", "artifacts/native", "-v", "quiet", .. linker,
                    ],
                    cancellationToken);
                File.SetLastWriteTimeUtc(repository.NativeWorker, TimeProvider.System.GetUtcNow().UtcDateTime);
                return;
            }
            catch (InvalidOperationException error)
            {
                failure = error;
            }
        }

        throw failure!;
    }

    private static Task DotnetAsync(Repository repository, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ChildProcess.RunAsync(
            $"dotnet {arguments[0]} {arguments[1]}",
            new ProcessSpec("dotnet", [.. arguments, "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"]) { WorkingDirectory = repository.Root },
            cancellationToken);
}
