using System.Diagnostics;
using NATS.Client.Core;

namespace NATS.Client.JetStream.Tests;

public sealed class RequestReplyTests(NatsServer server) : TimedTest, IClassFixture<NatsServer>
{
    [Fact]
    public async Task RequestAsync_TenThousandAtOnce_EachGetsItsOwnReply()
    {
        await using var nats = server.Connect();
        var subject = Names.New("echo");
        await using var sub = await nats.SubscribeCoreAsync<int>(subject, cancellationToken: Limit);
        var responder = Task.Run(async () =>
        {
            await foreach (var message in sub.Msgs.ReadAllAsync(Limit))
            {
                await message.ReplyAsync(message.Data + 1, cancellationToken: Limit);
            }
        });
        var requests = Enumerable.Range(0, 10_000)
            .Select(async i => (Asked: i, Reply: await nats.RequestAsync<int, int>(subject, i, cancellationToken: Limit)))
            .ToArray();
        foreach (var (asked, reply) in await Task.WhenAll(requests))
        {
            Assert.Equal(asked + 1, reply.Data);
        }

        await sub.DisposeAsync();
        await responder;
    }

    [Fact]
    public async Task RequestAsync_NobodyListens_FailsFast()
    {
        await using var nats = server.Connect();
        await nats.ConnectAsync();
        var start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<NatsNoRespondersException>(
            async () => await nats.RequestAsync<string, string>(Names.New("nobody"), "x", cancellationToken: Limit));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task RequestAsync_NoAnswer_TimesOut()
    {
        await using var nats = server.Connect();
        var subject = Names.New("silent");
        await using var sub = await nats.SubscribeCoreAsync<string>(subject, cancellationToken: Limit);
        await Assert.ThrowsAsync<NatsNoReplyException>(async () => await nats.RequestAsync<string, string>(
            subject, "x", replyOpts: new NatsSubOpts { Timeout = TimeSpan.FromMilliseconds(300) }, cancellationToken: Limit));
    }

    [Fact]
    public async Task RequestAsync_Cancelled_Throws()
    {
        await using var nats = server.Connect();
        var subject = Names.New("silent");
        await using var sub = await nats.SubscribeCoreAsync<string>(subject, cancellationToken: Limit);
        using var cancel = new CancellationTokenSource();
        var request = nats.RequestAsync<string, string>(subject, "x", cancellationToken: cancel.Token).AsTask();
        await sub.Msgs.ReadAsync(Limit);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task RequestAsync_LateReplyToATimedOutRequest_DoesNotReachTheNextOne()
    {
        await using var nats = server.Connect();
        var subject = Names.New("late");
        await using var sub = await nats.SubscribeCoreAsync<string>(subject, cancellationToken: Limit);
        var shortWait = new NatsSubOpts { Timeout = TimeSpan.FromMilliseconds(200) };
        await Assert.ThrowsAsync<NatsNoReplyException>(async () =>
            await nats.RequestAsync<string, string>(subject, "first", replyOpts: shortWait, cancellationToken: Limit));
        var late = await sub.Msgs.ReadAsync(Limit);
        var second = nats.RequestAsync<string, string>(subject, "second", cancellationToken: Limit).AsTask();
        var next = await sub.Msgs.ReadAsync(Limit);
        await late.ReplyAsync("to the first", cancellationToken: Limit);
        await next.ReplyAsync("to the second", cancellationToken: Limit);
        Assert.Equal("to the second", (await second).Data);
    }

    [Fact]
    public async Task DisposeAsync_RequestInFlight_EndsIt()
    {
        var nats = server.Connect();
        var subject = Names.New("silent");
        var sub = await nats.SubscribeCoreAsync<string>(subject, cancellationToken: Limit);
        var request = nats.RequestAsync<string, string>(
            subject, "x", replyOpts: new NatsSubOpts { Timeout = TimeSpan.FromSeconds(3) }, cancellationToken: Limit).AsTask();
        await sub.Msgs.ReadAsync(Limit);
        await nats.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => request.WaitAsync(TimeSpan.FromSeconds(10)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await nats.PublishAsync(subject, "x", cancellationToken: Limit));
    }
}
