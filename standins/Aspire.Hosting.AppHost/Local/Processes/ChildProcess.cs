using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Local.Processes;

/// <summary>A process group under its own supervising shell (supervise.sh), which outlives this process just long enough to end the group.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "supervise.sh");

    // Of the AppHost itself; a child must not take them for its own.
    private static readonly string[] NotInherited =
        ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE", "DOTNET_URLS"];

    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(5);

    private readonly Process _supervisor;
    private readonly ProcessSpec _spec;
    private readonly Task _output;
    private readonly TaskCompletionSource<int> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process supervisor, ProcessSpec spec, Action<string> onLine)
    {
        _supervisor = supervisor;
        _spec = spec;
        _output = Task.WhenAll(
            LineReader.PumpAsync(supervisor.StandardOutput, onLine),
            LineReader.PumpAsync(supervisor.StandardError, line => OnErrorLine(line, onLine)));
        Exited = WaitAsync();
    }

    /// <summary>Completes with the exit code once the process has ended and its output is read.</summary>
    public Task<int> Exited { get; }

    public static async Task<ChildProcess> StartAsync(ProcessSpec spec, Action<string> onLine, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The stand-in for Aspire.Hosting runs on Linux and macOS; use the genuine packages on Windows.");
        }

        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = spec.WorkingDirectory ?? "",
        };
        var grace = ((int)spec.StopGrace.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        foreach (var argument in (string[])
            [Script, Signals.NameOf(spec.StopSignal), grace, spec.User ?? "-", spec.Command, .. spec.Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in NotInherited)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(Process.Start(start)!, spec, onLine);
        await Task.WhenAny(child._id.Task, child.Exited).WaitAsync(cancellationToken);
        return child;
    }

    /// <summary>The group's id, or null when the command could not even be started.</summary>
    public int? Id => _id.Task.IsCompletedSuccessfully ? _id.Task.Result : null;

    public async Task StopAsync()
    {
        if (Id is { } group && !Exited.IsCompleted)
        {
            Signals.SendToGroup(group, _spec.StopSignal);
            if (await Task.WhenAny(Exited, Task.Delay(_spec.StopGrace)) != Exited)
            {
                Signals.SendToGroup(group, Signals.Kill);
                await Task.WhenAny(Exited, Task.Delay(AfterKill));
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _supervisor.Dispose();
    }

    private void OnErrorLine(string line, Action<string> onLine)
    {
        if (!_id.Task.IsCompleted
            && line.StartsWith("pid ", StringComparison.Ordinal)
            && int.TryParse(line.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            _id.SetResult(id);
        }
        else
        {
            onLine(line);
        }
    }

    private async Task<int> WaitAsync()
    {
        await _supervisor.WaitForExitAsync();
        if (Id is { } group)
        {
            // Only needed when the supervisor itself was killed.
            Signals.SendToGroup(group, Signals.Kill);
        }

        // A grandchild that left the group may hold the pipes open for ever.
        await Task.WhenAny(_output, Task.Delay(TimeSpan.FromSeconds(1)));
        return _supervisor.ExitCode;
    }
}
