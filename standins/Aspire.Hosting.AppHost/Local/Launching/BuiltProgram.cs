using System.Diagnostics;

namespace Aspire.Hosting.Local.Launching;

/// <summary>Finds the assembly that a project was built to.</summary>
internal static class BuiltProgram
{
    private static readonly TimeSpan EvaluationTimeout = TimeSpan.FromSeconds(60);

    public static string DotNet { get; } =
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host && File.Exists(host) ? host : "dotnet";

    public static async Task<string> FindAsync(IProjectMetadata project, CancellationToken cancellationToken)
    {
        var path = project is IBuiltProjectMetadata built ? built.TargetPath : await EvaluateAsync(project.ProjectPath, cancellationToken);
        return File.Exists(path)
            ? path
            : throw new DistributedApplicationException($"{project.ProjectPath} is not built ({path} does not exist). Run: dotnet build");
    }

    private static async Task<string> EvaluateAsync(string projectPath, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(EvaluationTimeout);
        using var msbuild = Process.Start(new ProcessStartInfo(DotNet, ["msbuild", projectPath, "-getProperty:TargetPath", "-nologo"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var output = await msbuild.StandardOutput.ReadToEndAsync(deadline.Token);
        await msbuild.WaitForExitAsync(deadline.Token);
        return msbuild.ExitCode == 0
            ? output.Trim()
            : throw new DistributedApplicationException($"{projectPath} cannot be evaluated: {output.Trim()}");
    }
}
