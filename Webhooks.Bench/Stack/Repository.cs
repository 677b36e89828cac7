using System.Diagnostics;

namespace Webhooks.Bench.Stack;

/// <summary>The working copy that this program was built from: its sources, and what is built of them.</summary>
internal sealed class Repository
{
    private const string Solution = "Aspire.Webhooks.sln";

    private static readonly string[] SourceTypes = [".cs", ".csproj", ".props", ".targets", ".sql"];
    private static readonly string[] Shared = ["Webhooks.Core", "Webhooks.Signing", "Webhooks.ServiceDefaults"];

    private Repository(string root) => Root = root;

    public string Root { get; }

    public string Api => Path.Combine(Root, "artifacts/bin/Webhooks.Api/release/Webhooks.Api.dll");

    public string JitWorker => Path.Combine(Root, "artifacts/bin/Webhooks.Worker/release/Webhooks.Worker.dll");

    public string NativeWorker => Path.Combine(Root, "artifacts/native/Webhooks.Worker");

    public static Repository Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return new Repository(folder.FullName);
            }
        }

        throw new InvalidOperationException($"{Solution} is in no folder above {AppContext.BaseDirectory}.");
    }

    /// <summary>Whether a program is missing or older than its project's sources or those that all share.</summary>
    public bool IsStale(string program, string project)
    {
        if (!File.Exists(program))
        {
            return true;
        }

        var built = File.GetLastWriteTimeUtc(program);
        return Shared.Append(project)
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root, "Directory.*"))
            .Any(file => SourceTypes.Contains(Path.GetExtension(file), StringComparer.Ordinal) && File.GetLastWriteTimeUtc(file) > built);
    }

    /// <summary>The commit, with a plus sign when sources have changed since; null when git cannot say.</summary>
    public async Task<string?> DescribeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Root, "describe", "--always", "--dirty=+", "--abbrev=10"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var commit = await git.StandardOutput.ReadToEndAsync(cancellationToken);
            await git.WaitForExitAsync(cancellationToken);
            return git.ExitCode == 0 ? commit.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
