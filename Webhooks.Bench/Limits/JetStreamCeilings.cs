using System.Security.Cryptography;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Webhooks.Testing;

namespace Webhooks.Bench.Limits;

/// <summary>A work queue on disk: published to with a window of unacknowledged messages, then consumed and acknowledged one by one.</summary>
internal static class JetStreamCeilings
{
    private const string Stream = "CEILING";
    private const string Subject = "ceiling.message";
    private const int Window = 500;
    private const int Prefetch = 1_000;

    public static async Task<IReadOnlyList<Ceiling>> MeasureAsync(Phase phase, NatsServer nats, int bodyBytes, CancellationToken cancellationToken)
    {
        await using var connection = new NatsConnection(NatsOpts.Default with { Url = nats.Url });
        var jetStream = new NatsJSContext(connection);
        await jetStream.CreateStreamAsync(
            new StreamConfig(Stream, [Subject]) { Retention = StreamConfigRetention.Workqueue, Storage = StreamConfigStorage.File },
            cancellationToken);
        var body = RandomNumberGenerator.GetBytes(bodyBytes);
        long published = 0;
        var publishing = await phase.MeasureAsync("JetStream publish", PublishAsync, () => Interlocked.Read(ref published), cancellationToken);

        var consumer = await jetStream.CreateOrUpdateConsumerAsync(
            Stream, new ConsumerConfig("ceiling") { AckPolicy = ConsumerConfigAckPolicy.Explicit, MaxAckPending = -1 }, cancellationToken);
        long consumed = 0;
        var consuming = await phase.OfASupply().MeasureAsync("JetStream consume and ack", ConsumeAsync, () => Interlocked.Read(ref consumed), cancellationToken);
        await jetStream.DeleteStreamAsync(Stream, cancellationToken);
        return [publishing, consuming];

        async Task PublishAsync(CancellationToken token)
        {
            var window = new Queue<NatsJSPublishConcurrentFuture>(Window);
            while (true)
            {
                window.Enqueue(await jetStream.PublishConcurrentAsync(Subject, body, cancellationToken: token));
                if (window.Count < Window)
                {
                    continue;
                }

                await using var oldest = window.Dequeue();
                (await oldest.GetResponseAsync(token)).EnsureSuccess();
                Interlocked.Increment(ref published);
            }
        }

        // What was published lasts for the measurement; when it does not, the rate is that of the time it lasted.
        async Task ConsumeAsync(CancellationToken token)
        {
            await foreach (var message in consumer.ConsumeAsync<byte[]>(opts: new NatsJSConsumeOpts { MaxMsgs = Prefetch }, cancellationToken: token))
            {
                await message.AckAsync(cancellationToken: token);
                if (Interlocked.Increment(ref consumed) >= published)
                {
                    return;
                }
            }
        }
    }
}
