using System.Diagnostics;
using System.Text.Json;

namespace NATS.Client.JetStream.Tests;

public sealed class AckTests(NatsServer server) : JetStreamTest(server)
{
    [Fact]
    public async Task AckAsync_EveryMessage_EmptiesTheWorkQueue()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(500);
        var taken = await TakeAsync(consumer, 500);
        Assert.Equal(Enumerable.Range(0, 500), taken.Select(message => message.Data));
        foreach (var message in taken)
        {
            await message.AckAsync(cancellationToken: Limit);
        }

        await Eventually.TrueAsync(async () =>
        {
            await Stream.RefreshAsync(Limit);
            return Stream.Info.State.Messages == 0;
        });
    }

    [Fact]
    public async Task AckAsync_Double_IsWithTheServerWhenItReturns()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(1);
        var message = (await TakeAsync(consumer, 1))[0];
        await message.AckAsync(new AckOpts { DoubleAck = true }, Limit);
        await consumer.RefreshAsync(Limit);
        Assert.Equal(0, consumer.Info.NumAckPending);
    }

    [Fact]
    public async Task Metadata_OfADelivery_TellsItsPlace()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(3);
        var message = (await TakeAsync(consumer, 3))[1];
        var metadata = message.Metadata!.Value;
        Assert.Equal(new NatsJSSequencePair(2, 2), metadata.Sequence);
        Assert.Equal(1ul, metadata.NumDelivered);
        Assert.Equal(1ul, metadata.NumPending);
        Assert.Equal(StreamName, metadata.Stream);
        Assert.Equal("worker", metadata.Consumer);
        Assert.InRange(TimeProvider.System.GetUtcNow() - metadata.Timestamp, TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task NakAsync_Plain_RedeliversAtOnce()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(1);
        await using var messages = consumer.ConsumeAsync<int>(cancellationToken: Limit).GetAsyncEnumerator(Limit);
        Assert.True(await messages.MoveNextAsync());
        await messages.Current.NakAsync(cancellationToken: Limit);
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal(2ul, messages.Current.Metadata!.Value.NumDelivered);
    }

    [Fact]
    public async Task NakAsync_WithDelay_RedeliversAfterIt()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(1);
        var message = (await TakeAsync(consumer, 1))[0];
        var start = Stopwatch.GetTimestamp();
        await message.NakAsync(TimeSpan.FromMilliseconds(700), Limit);
        await TakeAsync(consumer, 1);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(600), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task AckProgressAsync_WhileWorking_KeepsTheMessage()
    {
        var consumer = await ConsumerAsync(config => config.AckWait = TimeSpan.FromSeconds(1));
        await PublishAsync(1);
        var message = (await TakeAsync(consumer, 1))[0];
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2.5))
        {
            await message.AckProgressAsync(cancellationToken: Limit);
            await Task.Delay(TimeSpan.FromMilliseconds(200), Limit);
        }

        await message.AckAsync(new AckOpts { DoubleAck = true }, Limit);
        await consumer.RefreshAsync(Limit);
        Assert.Equal(1ul, consumer.Info.Delivered.ConsumerSeq);
    }

    [Fact]
    public async Task AckTerminateAsync_Message_IsNeverRedelivered()
    {
        var consumer = await ConsumerAsync(config => config.AckWait = TimeSpan.FromSeconds(1));
        await PublishAsync(2);
        var taken = await TakeAsync(consumer, 2);
        await taken[0].AckTerminateAsync(cancellationToken: Limit);
        var again = (await TakeAsync(consumer, 1))[0];
        Assert.Equal(1, again.Data);
        await again.AckAsync(new AckOpts { DoubleAck = true }, Limit);
        await Stream.RefreshAsync(Limit);
        Assert.Equal(0, Stream.Info.State.Messages);
    }

    [Fact]
    public async Task MaxDeliver_Reached_SendsTheAdvisory()
    {
        await using var advisories = await Nats.SubscribeCoreAsync<byte[]>(
            $"$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{StreamName}.*", cancellationToken: Limit);
        var consumer = await ConsumerAsync(config => config.MaxDeliver = 2);
        await PublishAsync(1);
        await using var messages = consumer.ConsumeAsync<int>(cancellationToken: Limit).GetAsyncEnumerator(Limit);
        for (var i = 0; i < 2; i++)
        {
            Assert.True(await messages.MoveNextAsync());
            await messages.Current.NakAsync(cancellationToken: Limit);
        }

        var advisory = await advisories.Msgs.ReadAsync(Limit);
        using var json = JsonDocument.Parse(advisory.Data!);
        Assert.Equal(1, json.RootElement.GetProperty("stream_seq").GetInt32());
    }
}
