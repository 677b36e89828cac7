using NATS.Client.Core;

namespace NATS.Client.JetStream.Tests;

/// <summary>Dead peers, slow readers, full buffers and disposal.</summary>
public sealed class LimitTests : TimedTest, IAsyncLifetime
{
    private readonly NatsServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task PeerThatStopsAnswering_KeepAlive_Reconnects()
    {
        await using var proxy = new SlicingProxy(_server.Port, () => 65536);
        await using var nats = new NatsConnection(
            ConnectionTests.Fast(new NatsOpts { Url = proxy.Url, PingInterval = TimeSpan.FromMilliseconds(200), MaxPingOut = 2 }));
        await nats.PingAsync(Limit);
        var lost = new TaskCompletionSource();
        nats.ConnectionDisconnected += (_, _) =>
        {
            lost.TrySetResult();
            return default;
        };
        proxy.Freeze();
        await lost.Task.WaitAsync(Limit);
        proxy.Thaw();
        await Eventually.TrueAsync(() => nats.ConnectionState == NatsConnectionState.Open);
        await nats.PingAsync(Limit);
    }

    [Fact]
    public async Task SubscribeCoreAsync_ReaderTooSlow_DropsAndReports()
    {
        var dropped = 0;
        var slow = 0;
        await using var nats = _server.Connect(opts => opts with { SubPendingChannelCapacity = 10 });
        nats.MessageDropped += (_, args) =>
        {
            Assert.NotEmpty(args.Subject);
            Interlocked.Increment(ref dropped);
            return default;
        };
        nats.SlowConsumerDetected += (_, _) =>
        {
            Interlocked.Increment(ref slow);
            return default;
        };
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<int>(subject, cancellationToken: Limit);
        for (var i = 0; i < 60; i++)
        {
            await nats.PublishAsync(subject, i, cancellationToken: Limit);
        }

        await Eventually.TrueAsync(() => Volatile.Read(ref dropped) == 50);
        Assert.Equal(1, slow);
        Assert.Equal(0, (await sub.Msgs.ReadAsync(Limit)).Data);
    }

    [Fact]
    public async Task DisposeAsync_PublishesJustMade_AreSent()
    {
        await using var receiver = _server.Connect();
        var subject = Names.New("s");
        await using var sub = await receiver.SubscribeCoreAsync<int>(subject, cancellationToken: Limit);
        await receiver.PingAsync(Limit);
        await using (var nats = _server.Connect())
        {
            for (var i = 0; i < 5000; i++)
            {
                await nats.PublishAsync(subject, i, cancellationToken: Limit);
            }
        }

        for (var i = 0; i < 5000; i++)
        {
            Assert.Equal(i, (await sub.Msgs.ReadAsync(Limit)).Data);
        }
    }

    [Fact]
    public async Task PublishAsync_ServerStopsReading_IsHeldBackAndRecovers()
    {
        await using var nats = _server.Connect(opts => opts with { CommandTimeout = TimeSpan.FromMilliseconds(500) });
        await nats.PingAsync(Limit);
        var payload = new byte[100_000];
        _server.Suspend();
        var sent = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (; sent < 10_000; sent++)
            {
                await nats.PublishAsync("x", payload, cancellationToken: Limit);
            }
        });
        Assert.InRange(sent * (long)payload.Length, 1, 100_000_000);
        _server.Resume();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await nats.PingAsync(Limit);
                return true;
            }
            catch (Exception e) when (e is NatsException or OperationCanceledException)
            {
                return false;
            }
        });
    }
}
