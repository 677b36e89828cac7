using System.Diagnostics;

namespace NATS.Client.JetStream.Tests;

public sealed class ConsumeTests(NatsServer server) : JetStreamTest(server)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task ConsumeAsync_MoreThanOnePull_DeliversAll(int maxMsgs)
    {
        const int Count = 700;
        var consumer = await ConsumerAsync();
        await PublishAsync(Count);
        var next = 0;
        await foreach (var message in consumer.ConsumeAsync<int>(
            opts: new NatsJSConsumeOpts { MaxMsgs = maxMsgs }, cancellationToken: Limit))
        {
            Assert.Equal(next++, message.Data);
            await message.AckAsync(cancellationToken: Limit);
            if (next == Count)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task ConsumeAsync_SlowCaller_AsksForNoMoreThanMaxMsgs()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(100);
        await using var messages = consumer
            .ConsumeAsync<int>(opts: new NatsJSConsumeOpts { MaxMsgs = 10 }, cancellationToken: Limit).GetAsyncEnumerator(Limit);
        Assert.True(await messages.MoveNextAsync());
        await Nats.PingAsync(Limit);
        await consumer.RefreshAsync(Limit);
        Assert.InRange(consumer.Info.NumAckPending, 1, 11);
    }

    [Fact]
    public async Task ConsumeAsync_MaxBytes_DeliversAll()
    {
        var consumer = await ConsumerAsync();
        var data = new byte[1000];
        for (var i = 0; i < 100; i++)
        {
            await Js.PublishAsync(Subject, data, cancellationToken: Limit);
        }

        var got = 0;
        await foreach (var message in consumer.ConsumeAsync<byte[]>(
            opts: new NatsJSConsumeOpts { MaxBytes = 5000 }, cancellationToken: Limit))
        {
            Assert.Equal(1000, message.Data!.Length);
            await message.AckAsync(cancellationToken: Limit);
            if (++got == 100)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task ConsumeAsync_PullsExpire_KeepsConsuming()
    {
        var consumer = await ConsumerAsync();
        var opts = new NatsJSConsumeOpts { MaxMsgs = 10, Expires = TimeSpan.FromSeconds(1) };
        await using var messages = consumer.ConsumeAsync<int>(opts: opts, cancellationToken: Limit).GetAsyncEnumerator(Limit);
        var pending = messages.MoveNextAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.5), Limit);
        Assert.False(pending.IsCompleted);
        var start = Stopwatch.GetTimestamp();
        await PublishAsync(1);
        Assert.True(await pending);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task ConsumeAsync_ConsumerDeleted_Throws()
    {
        var consumer = await ConsumerAsync();
        await using var messages = consumer.ConsumeAsync<int>(cancellationToken: Limit).GetAsyncEnumerator(Limit);
        await PublishAsync(1);
        Assert.True(await messages.MoveNextAsync());
        var pending = messages.MoveNextAsync().AsTask();
        Assert.True(await Js.DeleteConsumerAsync(StreamName, "worker", Limit));
        await Assert.ThrowsAnyAsync<NatsJSException>(() => pending);
    }

    [Fact]
    public async Task ConsumeAsync_Cancelled_Ends()
    {
        var consumer = await ConsumerAsync();
        using var cancel = new CancellationTokenSource();
        await using var messages = consumer.ConsumeAsync<int>(cancellationToken: cancel.Token).GetAsyncEnumerator(Limit);
        var pending = messages.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public async Task ConsumeAsync_DrainOnCancel_DeliversWhatIsBuffered()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(20);
        using var cancel = new CancellationTokenSource();
        var got = 0;
        await foreach (var message in consumer.ConsumeAsync<int>(
            opts: new NatsJSConsumeOpts { MaxMsgs = 10, DrainOnCancel = true }, cancellationToken: cancel.Token))
        {
            await message.AckAsync(cancellationToken: Limit);
            if (++got == 1)
            {
                await cancel.CancelAsync();
            }
        }

        await consumer.RefreshAsync(Limit);
        Assert.InRange(got, 1, 20);
    }

    [Fact]
    public async Task ConsumeAsync_UnreadablePayload_IsAnErrorOnThatMessage()
    {
        var consumer = await ConsumerAsync();
        await Js.PublishAsync(Subject, "not a number", cancellationToken: Limit);
        await PublishAsync(1, first: 7);
        var taken = await TakeAsync(consumer, 2);
        Assert.NotNull(taken[0].Error);
        Assert.Equal(7, taken[1].Data);
    }

    [Fact]
    public async Task ConsumeAsync_BothLimits_Throws()
    {
        var consumer = await ConsumerAsync();
        await Assert.ThrowsAnyAsync<NatsJSException>(async () =>
        {
            var opts = new NatsJSConsumeOpts { MaxMsgs = 1, MaxBytes = 1000 };
            await foreach (var message in consumer.ConsumeAsync<int>(opts: opts, cancellationToken: Limit))
            {
                Assert.Fail($"Unexpected {message.Subject}");
            }
        });
    }
}
