using System.Collections.Concurrent;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Tests;

public sealed class RestartTests : TimedTest, IAsyncLifetime
{
    private readonly NatsServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ServerKilledMidStream_PublishingAndConsuming_LosesNothing()
    {
        const int Count = 6000;
        await using var publisher = _server.Connect(opts => ConnectionTests.Fast(opts) with { RequestTimeout = TimeSpan.FromSeconds(2) });
        await using var worker = _server.Connect(ConnectionTests.Fast);
        var js = new NatsJSContext(publisher);
        await js.CreateStreamAsync(new StreamConfig("WORK", ["work.>"]) { Retention = StreamConfigRetention.Workqueue }, Limit);
        var consumer = await new NatsJSContext(worker).CreateOrUpdateConsumerAsync(
            "WORK", new ConsumerConfig("worker") { AckWait = TimeSpan.FromSeconds(2), MaxAckPending = -1 }, Limit);
        var seen = new ConcurrentDictionary<int, int>();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var consuming = Task.Run(async () =>
        {
            await foreach (var message in consumer.ConsumeAsync<int>(
                opts: new NatsJSConsumeOpts { MaxMsgs = 500 }, cancellationToken: done.Token))
            {
                seen.AddOrUpdate(message.Data, 1, static (_, times) => times + 1);
                await message.AckAsync(cancellationToken: done.Token);
            }
        });
        var publishing = Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; i < Count; i += 4)
            {
                await PublishUntilStoredAsync(js, i);
            }
        })));

        for (var kill = 1; kill <= 2; kill++)
        {
            var at = kill * 1500;
            await Eventually.TrueAsync(() => seen.Count > at);
            await _server.KillAsync();
            await Eventually.TrueAsync(() => worker.ConnectionState != NatsConnectionState.Open);
            await _server.StartAsync();
        }

        await publishing;
        await Eventually.TrueAsync(() => seen.Count == Count, TimeSpan.FromSeconds(30));
        await done.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => consuming);
    }

    [Fact]
    public async Task ConnectionCut_IdleConsumer_ResumesWithoutHelp()
    {
        await using var proxy = new SlicingProxy(_server.Port, () => 65536);
        await using var publisher = _server.Connect();
        await using var worker = new NatsConnection(ConnectionTests.Fast(new NatsOpts { Url = proxy.Url }));
        var opened = 0;
        worker.ConnectionOpened += (_, _) =>
        {
            Interlocked.Increment(ref opened);
            return default;
        };
        var js = new NatsJSContext(publisher);
        await js.CreateStreamAsync(new StreamConfig("IDLE", ["idle"]), Limit);
        var consumer = await new NatsJSContext(worker).CreateOrUpdateConsumerAsync("IDLE", new ConsumerConfig("worker"), Limit);
        await using var messages = consumer.ConsumeAsync<int>(cancellationToken: Limit).GetAsyncEnumerator(Limit);
        for (var i = 0; i < 5; i++)
        {
            var next = messages.MoveNextAsync();
            await Eventually.TrueAsync(async () => (await js.GetConsumerAsync("IDLE", "worker", Limit)).Info.NumWaiting > 0);
            await js.PublishAsync("idle", i, cancellationToken: Limit);
            Assert.True(await next);
            Assert.Equal(i, messages.Current.Data);
            await messages.Current.AckAsync(new AckOpts { DoubleAck = true }, Limit);
            proxy.CutAll();
            await Eventually.TrueAsync(() => Volatile.Read(ref opened) == i + 2);
        }
    }

    [Fact]
    public async Task HeartbeatsLost_Consuming_NotifiesAndPullsAgain()
    {
        await using var proxy = new SlicingProxy(_server.Port, () => 65536);
        await using var worker = new NatsConnection(ConnectionTests.Fast(new NatsOpts { Url = proxy.Url }));
        await using var publisher = _server.Connect();
        var js = new NatsJSContext(publisher);
        await js.CreateStreamAsync(new StreamConfig("BEAT", ["beat"]), Limit);
        var consumer = await new NatsJSContext(worker).CreateOrUpdateConsumerAsync("BEAT", new ConsumerConfig("worker"), Limit);
        var notified = new TaskCompletionSource();
        var opts = new NatsJSConsumeOpts
        {
            MaxMsgs = 10,
            Expires = TimeSpan.FromSeconds(20),
            IdleHeartbeat = TimeSpan.FromSeconds(0.5),
            NotificationHandler = (notification, _) =>
            {
                if (notification is NatsJSTimeoutNotification)
                {
                    notified.TrySetResult();
                }

                return Task.CompletedTask;
            },
        };
        await using var messages = consumer.ConsumeAsync<int>(opts: opts, cancellationToken: Limit).GetAsyncEnumerator(Limit);
        await js.PublishAsync("beat", 1, cancellationToken: Limit);
        Assert.True(await messages.MoveNextAsync());
        proxy.Freeze();
        await notified.Task.WaitAsync(Limit);
        proxy.Thaw();
        await js.PublishAsync("beat", 2, cancellationToken: Limit);
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal(2, messages.Current.Data);
    }

    private async Task PublishUntilStoredAsync(NatsJSContext js, int number)
    {
        while (true)
        {
            Limit.ThrowIfCancellationRequested();
            try
            {
                var ack = await js.PublishAsync(
                    "work.x", number, opts: new NatsJSPubOpts { MsgId = $"n{number}" }, cancellationToken: Limit);
                Assert.Null(ack.Error);
                return;
            }
            catch (NatsException)
            {
                // Ambiguous or refused: the same id again is safe.
            }
        }
    }
}
