using System.Net.Sockets;
using System.Text;
using NATS.Client.Core;

namespace NATS.Client.JetStream.Tests;

public sealed class FramingTests(NatsServer server) : TimedTest, IClassFixture<NatsServer>
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task SubscribeCoreAsync_StreamCutIntoSlices_EveryFrameIsRead(int largestSlice)
    {
        var random = new Random(largestSlice);
        await using var proxy = new SlicingProxy(server.Port, () => { lock (random) { return random.Next(1, largestSlice + 1); } });
        await using var nats = new NatsConnection(new NatsOpts { Url = proxy.Url, ConnectTimeout = TimeSpan.FromSeconds(10) });
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<byte[]>($"{subject}.>", cancellationToken: Limit);
        var sent = new List<(string Subject, byte[] Data, string? Header)>();
        for (var i = 0; i < 150; i++)
        {
            var data = new byte[random.Next(0, 300)];
            random.NextBytes(data);
            var item = ($"{subject}.{i}", data, Header: i % 3 == 0 ? $"value {i}" : null);
            sent.Add(item);
            var headers = item.Header is null ? null : new NatsHeaders { ["H"] = item.Header };
            await nats.PublishAsync(item.Item1, data, headers, replyTo: i % 2 == 0 ? "r.x" : null, cancellationToken: Limit);
        }

        foreach (var (expectedSubject, data, header) in sent)
        {
            var message = await sub.Msgs.ReadAsync(Limit);
            Assert.Equal(expectedSubject, message.Subject);
            Assert.Equal(data, message.Data ?? []);
            Assert.Equal(header, message.Headers?["H"].ToString());
        }

        await nats.PingAsync(Limit);
    }

    [Fact]
    public async Task SubscribeCoreAsync_GarbageInAHeaderBlock_LeavesTheConnectionAlone()
    {
        await using var nats = server.Connect();
        var subject = Names.New("s");
        await using var sub = await nats.SubscribeCoreAsync<string>(subject, cancellationToken: Limit);
        await nats.PingAsync(Limit);
        var disconnects = 0;
        nats.ConnectionDisconnected += (_, _) =>
        {
            Interlocked.Increment(ref disconnects);
            return default;
        };
        using var raw = new TcpClient();
        await raw.ConnectAsync("127.0.0.1", server.Port, Limit);
        var frames = $"CONNECT {{\"verbose\":false,\"headers\":true}}\r\nHPUB {subject} 9 9\r\ngarbage!!\r\n"
            + $"HPUB {subject} 22 22\r\nNATS/1.0\r\nno colon\r\n\r\n\r\nPUB {subject} 2\r\nok\r\nPING\r\n";
        await raw.GetStream().WriteAsync(Encoding.ASCII.GetBytes(frames), Limit);
        string? last = null;
        while (last is not "ok")
        {
            last = (await sub.Msgs.ReadAsync(Limit)).Data;
        }

        await nats.PingAsync(Limit);
        Assert.Equal(0, disconnects);
    }
}
