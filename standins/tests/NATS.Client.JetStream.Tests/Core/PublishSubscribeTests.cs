using System.Text.Json.Serialization;
using NATS.Client.Core;

namespace NATS.Client.JetStream.Tests;

public sealed partial class PublishSubscribeTests(NatsServer server) : TimedTest, IClassFixture<NatsServer>
{
    [Fact]
    public async Task SubscribeCoreAsync_Text_ArrivesInOrder()
    {
        await using var nats = server.Connect();
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<string>($"{subject}.*", cancellationToken: Limit);
        for (var i = 0; i < 1000; i++)
        {
            await nats.PublishAsync($"{subject}.{i}", $"text {i} äöü", cancellationToken: Limit);
        }

        for (var i = 0; i < 1000; i++)
        {
            var message = await sub.Msgs.ReadAsync(Limit);
            Assert.Equal($"{subject}.{i}", message.Subject);
            Assert.Equal($"text {i} äöü", message.Data);
        }
    }

    [Fact]
    public async Task PublishAsync_Headers_RoundTripAndStayUntouched()
    {
        await using var nats = server.Connect();
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<byte[]>(subject, cancellationToken: Limit);
        var headers = new NatsHeaders { ["A"] = "one", ["B"] = new[] { "x", "y" }, ["Empty"] = "" };
        await nats.PublishAsync(subject, new byte[] { 1, 2 }, headers, replyTo: "answer.here", cancellationToken: Limit);
        var message = await sub.Msgs.ReadAsync(Limit);
        Assert.Equal("answer.here", message.ReplyTo);
        Assert.Equal([1, 2], message.Data);
        Assert.Equal("one", message.Headers!["A"].ToString());
        Assert.Equal("x,y", string.Join(',', message.Headers["B"].ToArray()));
        Assert.Equal("", message.Headers["Empty"].ToString());
        Assert.Equal(3, headers.Count);
    }

    [Theory]
    [InlineData("bad name", "v")]
    [InlineData("bad:name", "v")]
    [InlineData("name", "line\r\nbreak: injected")]
    public async Task PublishAsync_HeaderThatWouldBreakTheFrame_Throws(string name, string value)
    {
        await using var nats = server.Connect();
        await nats.ConnectAsync();
        await Assert.ThrowsAnyAsync<Exception>(
            async () => await nats.PublishAsync(Names.New("s"), "x", new NatsHeaders { [name] = value }, cancellationToken: Limit));
        await nats.PingAsync(Limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\r\nPUB injected 1\r\nx")]
    public async Task PublishAsync_InvalidSubject_Throws(string subject)
    {
        await using var nats = server.Connect();
        await nats.ConnectAsync();
        await Assert.ThrowsAnyAsync<Exception>(async () => await nats.PublishAsync(subject, "x", cancellationToken: Limit));
        await nats.PingAsync(Limit);
    }

    [Fact]
    public async Task SubscribeCoreAsync_EmptyPayload_IsDefault()
    {
        await using var nats = server.Connect();
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<string>(subject, cancellationToken: Limit);
        await nats.PublishAsync(subject, cancellationToken: Limit);
        var message = await sub.Msgs.ReadAsync(Limit);
        Assert.Null(message.Data);
        Assert.Null(message.Headers);
    }

    [Fact]
    public async Task SubscribeCoreAsync_QueueGroup_SharesMessages()
    {
        await using var nats = server.Connect();
        var subject = Names.New("s");
        await using var one = await nats.SubscribeCoreAsync<int>(subject, "group", cancellationToken: Limit);
        await using var two = await nats.SubscribeCoreAsync<int>(subject, "group", cancellationToken: Limit);
        for (var i = 0; i < 200; i++)
        {
            await nats.PublishAsync(subject, i, cancellationToken: Limit);
        }

        await nats.PingAsync(Limit);
        await Eventually.TrueAsync(() => one.Msgs.Count + two.Msgs.Count == 200);
    }

    [Fact]
    public async Task SubscribeAsync_MaxMsgs_EndsTheEnumeration()
    {
        await using var nats = server.Connect();
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<int>(
            subject, opts: new NatsSubOpts { MaxMsgs = 3 }, cancellationToken: Limit);
        for (var i = 0; i < 5; i++)
        {
            await nats.PublishAsync(subject, i, cancellationToken: Limit);
        }

        var got = new List<int>();
        await foreach (var message in sub.Msgs.ReadAllAsync(Limit))
        {
            got.Add(message.Data);
        }

        Assert.Equal([0, 1, 2], got);
    }

    [Fact]
    public async Task PublishAsync_Json_RoundTripsThroughTheContext()
    {
        await using var nats = server.Connect(
            opts => opts with { SerializerRegistry = new NatsJsonContextSerializerRegistry(Json.Default) });
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<Point>(subject, cancellationToken: Limit);
        await nats.PublishAsync(subject, new Point(1, 2), cancellationToken: Limit);
        Assert.Equal(new Point(1, 2), (await sub.Msgs.ReadAsync(Limit)).Data);
    }

    [Fact]
    public async Task PublishAsync_PayloadUpToTheMaximum_ArrivesAndOneMoreThrows()
    {
        await using var nats = server.Connect();
        await nats.ConnectAsync();
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<byte[]>(subject, cancellationToken: Limit);
        var largest = new byte[nats.ServerInfo!.MaxPayload];
        Random.Shared.NextBytes(largest);
        await nats.PublishAsync(subject, largest, cancellationToken: Limit);
        Assert.Equal(largest, (await sub.Msgs.ReadAsync(Limit)).Data);
        await Assert.ThrowsAnyAsync<NatsException>(
            async () => await nats.PublishAsync(subject, new byte[largest.Length + 1], cancellationToken: Limit));
        await nats.PingAsync(Limit);
    }

    public sealed record Point(int X, int Y);

    [JsonSerializable(typeof(Point))]
    private sealed partial class Json : JsonSerializerContext;
}
