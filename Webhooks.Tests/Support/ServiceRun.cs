using Webhooks.Tests.Servers;

namespace Webhooks.Tests.Support;

/// <summary>A service that is expected to end by itself, and what it said.</summary>
internal sealed record ServiceRun(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static async Task<ServiceRun> ToItsEndAsync(string service, params string[] options)
    {
        using var process = await Launcher.StartAsync(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, service + ".dll"), "--urls", "http://127.0.0.1:0", "--environment", "Development", .. options],
            user: null);
        try
        {
            using var limit = new CancellationTokenSource(Deadline);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ServiceRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
