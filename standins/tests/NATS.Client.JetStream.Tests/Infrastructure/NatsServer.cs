using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NATS.Client.Core;

namespace NATS.Client.JetStream.Tests;

/// <summary>A nats-server process of its own, with JetStream in a temporary folder.</summary>
public sealed class NatsServer : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(15);
    private readonly string _store = Directory.CreateTempSubdirectory("nats-test-").FullName;
    private Process? _process;

    /// <summary>Options beyond address, port and JetStream.</summary>
    internal string[] Arguments { get; init; } = [];

    public int Port { get; private set; }

    public string Url => $"nats://127.0.0.1:{Port}";

    public async Task InitializeAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            Port = FreePort();
            try
            {
                await StartAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < 3)
            {
                // Someone else took the port in between.
            }
        }
    }

    public async Task DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_store, recursive: true);
    }

    /// <summary>SIGKILL: what the server had not written is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Starts on the same port with the same store.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("nats-server")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["-a", "127.0.0.1", "-p", $"{Port}", "-js", "-sd", _store, .. Arguments])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await Eventually.TrueAsync(
            async () => process.HasExited
                ? throw new InvalidOperationException("nats-server exited at once")
                : await AnswersAsync(),
            StartLimit);
    }

    /// <summary>Leaves the process as if its machine had stalled, connections open.</summary>
    public void Suspend() => Signal("-STOP");

    public void Resume() => Signal("-CONT");

    public NatsConnection Connect(Func<NatsOpts, NatsOpts>? configure = null)
    {
        var opts = new NatsOpts { Url = Url };
        return new NatsConnection(configure is null ? opts : configure(opts));
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [signal, $"{_process!.Id}"]) { UseShellExecute = false })!;
        kill.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            return await client.GetStream().ReadAsync(new byte[1]) == 1;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
