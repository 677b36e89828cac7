using System.Collections.Concurrent;
using System.Diagnostics;

namespace Webhooks.Tests.Servers;

/// <summary>
/// Starts servers that cannot outlive the tests: the kernel kills a child when the thread that started it ends
/// (PR_SET_PDEATHSIG), so that thread lives as long as the process and is not one of the pool's.
/// </summary>
internal static class Launcher
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Requests = StartThread();

    /// <param name="user">The account to run as when the tests are root's; null keeps root.</param>
    public static Task<Process> StartAsync(string command, IEnumerable<string> arguments, string? user)
    {
        string[] identity = user is not null && Environment.IsPrivilegedProcess ? [$"--reuid={user}", $"--regid={user}", "--clear-groups"] : [];
        var info = new ProcessStartInfo("setpriv", [.. identity, "--pdeathsig", "KILL", "--", command, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((info, started));
        return started.Task;
    }

    private static BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> StartThread()
    {
        var requests = new BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>();
        new Thread(() => Serve(requests)) { IsBackground = true, Name = "server launcher" }.Start();
        return requests;
    }

    private static void Serve(BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> requests)
    {
        foreach (var (info, started) in requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(info) ?? throw new InvalidOperationException($"{info.FileName} did not start."));
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        }
    }
}
