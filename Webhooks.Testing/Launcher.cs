using System.Collections.Concurrent;
using System.Diagnostics;

namespace Webhooks.Testing;

/// <summary>
/// Starts processes that cannot outlive this one: the kernel kills a child when the thread that started it ends
/// (PR_SET_PDEATHSIG), so that thread lives as long as the process and is not one of the pool's.
/// </summary>
public static class Launcher
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Requests = StartThread();

    public static Task<Process> StartAsync(ProcessSpec spec)
    {
        string[] identity = spec.User is { } user && Environment.IsPrivilegedProcess ? [$"--reuid={user}", $"--regid={user}", "--clear-groups"] : [];
        var info = new ProcessStartInfo("setpriv", [.. identity, "--pdeathsig", spec.DeathSignal, "--", spec.Command, .. spec.Arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = spec.WorkingDirectory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in spec.Environment)
        {
            info.Environment[name] = value;
        }

        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((info, started));
        return started.Task;
    }

    private static BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> StartThread()
    {
        var requests = new BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)>();
        new Thread(() => Serve(requests)) { IsBackground = true, Name = "launcher" }.Start();
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
