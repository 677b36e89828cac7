using System.Diagnostics;

namespace NATS.Client.JetStream.Tests;

public sealed class FetchTests(NatsServer server) : JetStreamTest(server)
{
    [Fact]
    public async Task FetchAsync_Batch_EndsWhenFull()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(10);
        var got = new List<int>();
        await foreach (var message in consumer.FetchAsync<int>(new NatsJSFetchOpts { MaxMsgs = 4 }, cancellationToken: Limit))
        {
            got.Add(message.Data);
            await message.AckAsync(cancellationToken: Limit);
        }

        Assert.Equal([0, 1, 2, 3], got);
    }

    [Fact]
    public async Task FetchAsync_TooFewMessages_EndsWhenExpired()
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(2);
        var start = Stopwatch.GetTimestamp();
        var opts = new NatsJSFetchOpts { MaxMsgs = 10, Expires = TimeSpan.FromSeconds(1) };
        var got = 0;
        await foreach (var message in consumer.FetchAsync<int>(opts, cancellationToken: Limit))
        {
            got++;
        }

        Assert.Equal(2, got);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task FetchNoWaitAsync_WhatIsThere_ReturnsSoon(int count)
    {
        var consumer = await ConsumerAsync();
        await PublishAsync(count);
        var start = Stopwatch.GetTimestamp();
        var got = 0;
        await foreach (var message in consumer.FetchNoWaitAsync<int>(new NatsJSFetchOpts { MaxMsgs = 10 }, cancellationToken: Limit))
        {
            got++;
        }

        Assert.Equal(count, got);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task NextAsync_EmptyThenFilled_ReturnsNullThenTheMessage()
    {
        var consumer = await ConsumerAsync();
        Assert.Null(
            await consumer.NextAsync<int>(opts: new NatsJSNextOpts { Expires = TimeSpan.FromSeconds(1) }, cancellationToken: Limit));
        await PublishAsync(1, first: 5);
        Assert.Equal(5, (await consumer.NextAsync<int>(cancellationToken: Limit))!.Data);
    }
}
