using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream.Tests;

/// <summary>A connection, a context and a work-queue stream of its own for each test.</summary>
public abstract class JetStreamTest(NatsServer server) : TimedTest, IClassFixture<NatsServer>, IAsyncLifetime
{
    private protected NatsServer Server { get; } = server;

    private protected NatsConnection Nats { get; } = server.Connect(ConnectionTests.Fast);

    private protected INatsJSContext Js { get; private set; } = null!;

    private protected INatsJSStream Stream { get; private set; } = null!;

    private protected string StreamName { get; } = Names.New("S");

    private protected string Subject => $"{StreamName}.x";

    public async Task InitializeAsync()
    {
        Js = new NatsJSContext(Nats);
        Stream = await Js.CreateStreamAsync(
            new StreamConfig(StreamName, [$"{StreamName}.>"]) { Retention = StreamConfigRetention.Workqueue, AllowDirect = true }, Limit);
    }

    public async Task DisposeAsync() => await Nats.DisposeAsync();

    private protected ValueTask<INatsJSConsumer> ConsumerAsync(Action<ConsumerConfig>? configure = null)
    {
        var config = new ConsumerConfig("worker");
        configure?.Invoke(config);
        return Js.CreateOrUpdateConsumerAsync(StreamName, config, Limit);
    }

    private protected async Task PublishAsync(int count, int first = 0)
    {
        for (var i = first; i < first + count; i++)
        {
            (await Js.PublishAsync(Subject, i, cancellationToken: Limit)).EnsureSuccess();
        }
    }

    private protected async Task<List<INatsJSMsg<int>>> TakeAsync(INatsJSConsumer consumer, int count)
    {
        var taken = new List<INatsJSMsg<int>>();
        await foreach (var message in consumer.ConsumeAsync<int>(cancellationToken: Limit))
        {
            taken.Add(message);
            if (taken.Count == count)
            {
                break;
            }
        }

        return taken;
    }
}
