using Webhooks.Testing;

namespace Webhooks.Bench.Stack;

/// <summary>What is built of the working copy that this program was built from.</summary>
internal static class WorkingCopy
{
    private static readonly TimeSpan GitTime = TimeSpan.FromSeconds(20);
    private static readonly string[] SourceTypes = [".cs", ".csproj", ".props", ".targets", ".sql"];
    private static readonly string[] Shared = ["Webhooks.Core", "Webhooks.Signing", "Webhooks.ServiceDefaults"];

    public static string Api { get; } = Repository.PathOf("artifacts/bin/Webhooks.Api/release/Webhooks.Api.dll");

    public static string JitWorker { get; } = Repository.PathOf("artifacts/bin/Webhooks.Worker/release/Webhooks.Worker.dll");

    public static string NativeWorker { get; } = Repository.PathOf("artifacts/native/Webhooks.Worker");

    /// <summary>Whether a program is missing or older than its project's sources or those that all share.</summary>
    public static bool IsStale(string program, string project)
    {
        if (!File.Exists(program))
        {
            return true;
        }

        var built = File.GetLastWriteTimeUtc(program);
        return Shared.Append(project)
            .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root, "Directory.*"))
            .Any(file => SourceTypes.Contains(Path.GetExtension(file), StringComparer.Ordinal) && File.GetLastWriteTimeUtc(file) > built);
    }

    /// <summary>The commit, with a plus sign when sources have changed since; null when git cannot say.</summary>
    public static async Task<string?> DescribeAsync(CancellationToken cancellationToken)
    {
        var git = new ProcessSpec("git", "-C", Repository.Root, "describe", "--always", "--dirty=+", "--abbrev=10");
        var answer = await Command.RunAsync(git, GitTime, cancellationToken);
        return answer.ExitCode == 0 ? answer.Output.Trim() : null;
    }
}
