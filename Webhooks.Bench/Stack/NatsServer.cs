using System.Globalization;

namespace Webhooks.Bench.Stack;

/// <summary>nats-server with JetStream on disk, its own defaults otherwise.</summary>
internal sealed class NatsServer : IAsyncDisposable
{
    private readonly int _port;

    private NatsServer(ChildProcess process, int port) => (Process, _port) = (process, port);

    public ChildProcess Process { get; }

    public string Url => $"nats://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    public static async Task<NatsServer> StartAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        var port = Ports.Free();
        var process = await ChildProcess.StartAsync(
            "nats", new ProcessSpec("nats-server", "-a", "127.0.0.1", "-p", $"{port}", "-js", "-sd", folder.Create("nats")));

        // It speaks first.
        await process.WaitUntilAsync(token => Ports.AnswersAsync(port, greeting: default, token), cancellationToken);
        return new NatsServer(process, port);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
