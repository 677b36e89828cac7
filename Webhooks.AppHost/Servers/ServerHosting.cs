using System.Diagnostics;

namespace Webhooks.AppHost.Servers;

/// <summary>How Postgres, Redis and NATS run: setting <c>Servers</c>, <c>containers</c> or <c>local</c>.</summary>
internal static class ServerHosting
{
    private const string Setting = "Servers";
    private static readonly TimeSpan EngineAnswers = TimeSpan.FromSeconds(5);
    private static readonly Lazy<bool> Engine = new(() => Answers("docker") || Answers("podman"));

    /// <summary>
    /// Whether the servers are Aspire's containers: always when publishing, otherwise as the setting says, and without it where an engine answers.
    /// </summary>
    public static bool RunsContainers(this IDistributedApplicationBuilder builder) =>
        builder.ExecutionContext.IsPublishMode || builder.Configuration[Setting] switch
        {
            "containers" => true,
            "local" => false,
            null or "" or "auto" => Engine.Value,
            var other => throw new DistributedApplicationException($"{Setting} is '{other}'; it can be auto, containers or local."),
        };

    private static bool Answers(string engine)
    {
        try
        {
            using var info = Process.Start(new ProcessStartInfo(engine, "info") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            info.OutputDataReceived += static (_, _) => { };
            info.ErrorDataReceived += static (_, _) => { };
            info.BeginOutputReadLine();
            info.BeginErrorReadLine();
            if (info.WaitForExit(EngineAnswers))
            {
                return info.ExitCode == 0;
            }

            info.Kill();
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
