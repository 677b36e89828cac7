using System.Diagnostics;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Tests;

public sealed class PublishTests(NatsServer server) : JetStreamTest(server)
{
    [Fact]
    public async Task PublishAsync_SameMsgId_IsStoredOnce()
    {
        var headers = new NatsHeaders { ["Other"] = "kept" };
        var opts = new NatsJSPubOpts { MsgId = "one" };
        var first = await Js.PublishAsync(Subject, "a", opts: opts, headers: headers, cancellationToken: Limit);
        var second = await Js.PublishAsync(Subject, "b", opts: opts, cancellationToken: Limit);
        first.EnsureSuccess();
        Assert.Equal(StreamName, first.Stream);
        Assert.False(first.Duplicate);
        Assert.True(second.Duplicate);
        Assert.Equal(first.Seq, second.Seq);
        Assert.Throws<NatsJSDuplicateMessageException>(second.EnsureSuccess);
        var stored = await Stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = first.Seq }, cancellationToken: Limit);
        Assert.Equal("kept", stored.Headers!["Other"].ToString());
        Assert.Equal("one", stored.Headers["Nats-Msg-Id"].ToString());
    }

    [Fact]
    public async Task PublishAsync_ExpectationNotMet_ReturnsTheError()
    {
        await PublishAsync(1);
        var ack = await Js.PublishAsync(Subject, "x", opts: new NatsJSPubOpts { ExpectedLastSequence = 99 }, cancellationToken: Limit);
        Assert.False(ack.IsSuccess());
        Assert.Equal(10071, ack.Error!.ErrCode);
        Assert.Throws<NatsJSApiException>(ack.EnsureSuccess);
    }

    [Fact]
    public async Task PublishAsync_NoStream_FailsFast()
    {
        var start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<NatsException>(
            async () => await Js.PublishAsync(Names.New("nowhere"), "x", cancellationToken: Limit));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task PublishAsync_StreamAppearsBetweenAttempts_Succeeds()
    {
        var name = Names.New("S");
        var publish = Js.PublishAsync(
            name,
            "x",
            opts: new NatsJSPubOpts { RetryAttempts = 50, RetryWaitBetweenAttempts = TimeSpan.FromMilliseconds(50) },
            cancellationToken: Limit).AsTask();
        await Js.CreateStreamAsync(new StreamConfig(name, [name]), Limit);
        (await publish).EnsureSuccess();
    }

    [Fact]
    public async Task TryPublishAsync_NoStream_ReturnsTheError()
    {
        var result = await Js.TryPublishAsync(Names.New("nowhere"), "x", cancellationToken: Limit);
        Assert.False(result.Success);
        Assert.IsAssignableFrom<NatsException>(result.Error);
    }

    [Fact]
    public async Task PublishConcurrentAsync_ManyInFlight_AllAreStoredInOrder()
    {
        const int Count = 5000;
        var futures = new List<NatsJSPublishConcurrentFuture>();
        for (var i = 0; i < Count; i++)
        {
            futures.Add(await Js.PublishConcurrentAsync(Subject, i, cancellationToken: Limit));
        }

        for (var i = 0; i < Count; i++)
        {
            await using var future = futures[i];
            var ack = await future.GetResponseAsync(Limit);
            ack.EnsureSuccess();
            Assert.Equal((ulong)i + 1, ack.Seq);
        }

        await Stream.RefreshAsync(Limit);
        Assert.Equal(Count, Stream.Info.State.Messages);
    }

    [Fact]
    public async Task PublishConcurrentAsync_DisposedUnread_LeavesTheOthersAlone()
    {
        for (var round = 0; round < 200; round++)
        {
            var given = await Js.PublishConcurrentAsync(Subject, round, cancellationToken: Limit);
            var kept = await Js.PublishConcurrentAsync(Subject, round, cancellationToken: Limit);
            await given.DisposeAsync();
            var ack = await kept.GetResponseAsync(Limit);
            Assert.Equal((ulong)(2 * round) + 2, ack.Seq);
            await kept.DisposeAsync();
        }
    }

    [Fact]
    public async Task GetResponseAsync_NoStream_Throws()
    {
        await using var future = await Js.PublishConcurrentAsync(Names.New("nowhere"), 1, cancellationToken: Limit);
        await Assert.ThrowsAnyAsync<NatsException>(async () => await future.GetResponseAsync(Limit));
    }

    [Fact]
    public async Task GetResponseAsync_Cancelled_Throws()
    {
        // A core subscription keeps the server from answering 503, and nobody acks.
        var subject = Names.New("silent");
        await using var sub = await Nats.SubscribeCoreAsync<int>(subject, cancellationToken: Limit);
        await using var future = await Js.PublishConcurrentAsync(subject, 1, cancellationToken: Limit);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await future.GetResponseAsync(cancel.Token));
    }

    [Fact]
    public async Task PublishAsync_ListenerOnTheSource_SendsItsTraceContext()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "NATS.Net",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        var headers = new NatsHeaders { ["Other"] = "kept" };
        var ack = await Js.PublishAsync(Subject, "x", headers: headers, cancellationToken: Limit);
        var stored = await Stream.GetDirectAsync<string>(new StreamMsgGetRequest { Seq = ack.Seq }, cancellationToken: Limit);
        Assert.Contains(activity.TraceId.ToHexString(), stored.Headers!["traceparent"].ToString(), StringComparison.Ordinal);
        Assert.Equal("kept", stored.Headers["Other"].ToString());
    }
}
