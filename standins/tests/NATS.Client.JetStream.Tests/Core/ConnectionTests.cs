using NATS.Client.Core;

namespace NATS.Client.JetStream.Tests;

public sealed class ConnectionTests : TimedTest, IAsyncLifetime
{
    private readonly NatsServer _server = new();
    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ConnectAsync_NoServer_Throws()
    {
        await _server.KillAsync();
        await using var nats = _server.Connect();
        await Assert.ThrowsAnyAsync<NatsException>(async () => await nats.ConnectAsync());
        await _server.StartAsync();
        await nats.ConnectAsync();
        Assert.Equal(NatsConnectionState.Open, nats.ConnectionState);
    }

    [Fact]
    public async Task ConnectAsync_RetryOnInitialConnect_WaitsForTheServer()
    {
        await _server.KillAsync();
        await using var nats = _server.Connect(opts => Fast(opts) with { RetryOnInitialConnect = true });
        var connecting = nats.ConnectAsync().AsTask();
        await _server.StartAsync();
        await connecting.WaitAsync(Limit);
        await nats.PingAsync(Limit);
    }

    [Fact]
    public async Task ServerRestart_SubscriptionAndEvents_ComeBack()
    {
        var events = new List<string>();
        await using var nats = _server.Connect(Fast);
        nats.ConnectionOpened += (_, _) => Record(events, "opened");
        nats.ConnectionDisconnected += (_, _) => Record(events, "lost");
        nats.ReconnectFailed += (_, _) => Record(events, "failed");
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<string>(subject, cancellationToken: Limit);
        await nats.PingAsync(Limit);
        await _server.KillAsync();
        await Eventually.TrueAsync(() => Contains(events, "failed"));
        Assert.Equal(NatsConnectionState.Reconnecting, nats.ConnectionState);

        var waiting = nats.PublishAsync(subject, "sent while away", cancellationToken: Limit).AsTask();
        await _server.StartAsync();
        await waiting;
        Assert.Equal("sent while away", (await sub.Msgs.ReadAsync(Limit)).Data);
        await Eventually.TrueAsync(() => Count(events, "opened") == 2);
        Assert.Equal(1, Count(events, "lost"));
    }

    [Fact]
    public async Task PublishAsync_Disconnected_EndsWithTheCallersToken()
    {
        await using var nats = _server.Connect(Fast);
        await nats.ConnectAsync();
        await _server.KillAsync();
        await Eventually.TrueAsync(() => nats.ConnectionState == NatsConnectionState.Reconnecting);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await nats.PublishAsync("x", "y", cancellationToken: cancel.Token));
    }

    [Fact]
    public async Task PublishAsync_DisconnectedWithTimeout_Throws()
    {
        await using var nats = _server.Connect(
            opts => Fast(opts) with { PublishTimeoutOnDisconnected = true, CommandTimeout = TimeSpan.FromMilliseconds(300) });
        await nats.ConnectAsync();
        await _server.KillAsync();
        await Eventually.TrueAsync(() => nats.ConnectionState == NatsConnectionState.Reconnecting);
        await Assert.ThrowsAnyAsync<Exception>(async () => await nats.PublishAsync("x", "y", cancellationToken: Limit));
    }

    internal static NatsOpts Fast(NatsOpts opts) => opts with
    {
        ReconnectWaitMin = TimeSpan.FromMilliseconds(50),
        ReconnectWaitMax = TimeSpan.FromMilliseconds(100),
        ReconnectJitter = TimeSpan.FromMilliseconds(20),
    };

    private static ValueTask Record(List<string> events, string name)
    {
        lock (events)
        {
            events.Add(name);
        }

        return default;
    }

    private static bool Contains(List<string> events, string name) => Count(events, name) > 0;

    private static int Count(List<string> events, string name)
    {
        lock (events)
        {
            return events.Count(item => string.Equals(item, name, StringComparison.Ordinal));
        }
    }
}
