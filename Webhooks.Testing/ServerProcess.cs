using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Webhooks.Testing;

/// <summary>One process that listens on a loopback port of its own, with its data in a temporary folder; it can be stopped and started again.</summary>
public abstract class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 200;

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(45);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly ManualResetEventSlim _readable = new(initialState: true);
    private Process? _process;

    /// <param name="name">Of its program, for messages.</param>
    /// <param name="folder">Where its data goes; null is <see cref="RunFolder.Default"/>.</param>
    protected ServerProcess(string name, RunFolder? folder = null)
    {
        Name = name;
        Folder = (folder ?? RunFolder.Default).Create(name);
        Port = FreePort.Next();
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Of the running process.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>The last that it said.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>While false nobody takes what it says: what it writes to fills, and stays full.</summary>
    public bool IsRead
    {
        get => _readable.IsSet;
        set
        {
            if (value)
            {
                _readable.Set();
            }
            else
            {
                _readable.Reset();
            }
        }
    }

    public bool HasExited => _process is not { HasExited: false };

    protected string Folder { get; }

    /// <summary>Null keeps the account of this process.</summary>
    protected virtual string? User => null;

    protected abstract string Command { get; }

    protected abstract IEnumerable<string> Arguments { get; }

    protected virtual ProcessSpec Spec => new(Command, [.. Arguments]) { User = User, DeathSignal = EndSignal };

    public virtual async Task StartAsync()
    {
        _process = await Launcher.StartAsync(Spec);
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(StandsAsync, StartTime, () => $"{Name} answers on port {Port}. It said:\n{Output}");
    }

    /// <summary>Ends it at once, as a crash would.</summary>
    public Task KillAsync() => SignalAsync("KILL");

    /// <summary>Ends it in order and waits until it is gone.</summary>
    public Task StopAsync() => SignalAsync(StopSignal);

    /// <summary>Freezes it with all its children: connections stay open and nothing is answered.</summary>
    public Task FreezeAsync() => SendToAllAsync("STOP");

    public Task ThawAsync() => SendToAllAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        await SignalAsync(EndSignal);
        _readable.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual string StopSignal => "TERM";

    /// <summary>When nothing of it is needed any more, or this process is gone.</summary>
    protected virtual string EndSignal => "KILL";

    protected abstract Task<bool> AnswersAsync();

    private async Task<bool> StandsAsync() =>
        await AnswersAsync() || (HasExited ? throw new InvalidOperationException($"{Name} ended. It said:\n{Output}") : false);

    private async Task SignalAsync(string signal)
    {
        if (_process is not { } process)
        {
            return;
        }

        IsRead = true;
        await SendAsync(signal);
        await process.WaitForExitAsync().WaitAsync(StopTime);
        process.Dispose();
        _process = null;
    }

    private async Task SendToAllAsync(string signal)
    {
        await SendAsync(signal);
        await RunAsync("pkill", "-" + signal, "-P", ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    private async Task SendAsync(string signal)
    {
        if (_process is { HasExited: false } process)
        {
            await RunAsync("kill", "-" + signal, process.Id.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        await process.WaitForExitAsync().WaitAsync(StopTime);
    }

    private void Keep(string? line)
    {
        _readable.Wait();
        if (line is not null)
        {
            _output.Enqueue(line);
            while (_output.Count > LinesKept)
            {
                _output.TryDequeue(out _);
            }
        }
    }
}
