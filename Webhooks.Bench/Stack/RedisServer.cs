namespace Webhooks.Bench.Stack;

/// <summary>redis-server with its snapshots as the AppHost has them.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private RedisServer(ChildProcess process, int port) => (Process, ConnectionString) = (process, $"127.0.0.1:{port}");

    public ChildProcess Process { get; }

    public string ConnectionString { get; }

    public static async Task<RedisServer> StartAsync(RunFolder folder, CancellationToken cancellationToken)
    {
        var port = Ports.Free();
        var process = await ChildProcess.StartAsync(
            "redis", new ProcessSpec("redis-server", "--bind", "127.0.0.1", "--port", $"{port}", "--dir", folder.Create("redis"), "--save", "60", "1"));
        await process.WaitUntilAsync(token => Ports.AnswersAsync(port, "PING\r\n"u8.ToArray(), token), cancellationToken);
        return new RedisServer(process, port);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
