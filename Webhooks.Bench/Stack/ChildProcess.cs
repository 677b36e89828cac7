using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Webhooks.Bench.Stack;

/// <summary>A process of the stack, with the last of what it said.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LinesKept = 100;

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;
    private readonly string _stopSignal;

    private ChildProcess(string name, Process process, string stopSignal)
    {
        (Name, Id, _process, _stopSignal) = (name, process.Id, process, stopSignal);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Id { get; }

    public bool HasExited => _process.HasExited;

    public string Output => string.Join('\n', _output);

    /// <summary>A sentence on how it is, with the last of what it said.</summary>
    public string Describe() =>
        $"{Name} {(HasExited ? $"has ended with code {_process.ExitCode.ToString(CultureInfo.InvariantCulture)}" : "is running")}. The last it said:\n{Output}";

    public static async Task<ChildProcess> StartAsync(string name, ProcessSpec spec, string stopSignal = "TERM") =>
        new(name, await Launcher.StartAsync(spec), stopSignal);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it said.</exception>
    public static async Task RunAsync(string name, ProcessSpec spec, CancellationToken cancellationToken)
    {
        await using var child = await StartAsync(name, spec, stopSignal: "KILL");
        await child._process.WaitForExitAsync(cancellationToken);
        if (child._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{name} failed:\n{child.Output}");
        }
    }

    public async Task WaitUntilAsync(Func<CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (!await isReady(cancellationToken))
        {
            if (HasExited || watch.Elapsed > ReadyTime)
            {
                throw new InvalidOperationException($"{Name} {(HasExited ? "ended" : "was not ready in time")}:\n{Output}");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            using var kill = Process.Start("kill", ["-" + _stopSignal, Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopTime);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        while (_output.Count > LinesKept)
        {
            _output.TryDequeue(out _);
        }
    }
}
