using System.Globalization;
using System.Text;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Consuming;

[Trait("Category", "Delivery")]
public sealed class BatchTests
{
    private const int Events = 100;

    [Fact]
    public async Task Post_ManyAtOnce_TravelInFewMessagesAndArriveOnce()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var endpoint = await stack.AddEndpointAsync();
        await PostAsync(endpoint);
        await Eventually.TrueAsync(async () => (await stack.StreamAsync()).State.Messages > 1, "they are in the stream");
        Assert.InRange((await stack.StreamAsync()).State.Messages, 2, Events / 5);

        await stack.StartWorkerAsync();

        await AssertDeliveredOnceAsync(stack, endpoint);
        Assert.All(endpoint.Visits, visit => Assert.Equal(1, visit.Attempt));
    }

    [Fact]
    public async Task Deliver_OneOfABatchFails_TriesThatOneAgainAlone()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.From(visit => IsFailing(visit) && visit.Attempt < 3 ? Reply.Status(500) : Reply.Ok));
        await PostAsync(endpoint);

        await stack.StartWorkerAsync();

        await Eventually.TrueAsync(() => DeliveredAsync(stack, Events), "all are delivered");
        await stack.UntilStreamIsEmptyAsync();
        Assert.Equal([1], endpoint.Visits.Where(visit => !IsFailing(visit)).Select(visit => visit.Attempt).Distinct());
        foreach (var attempts in endpoint.Visits.Where(IsFailing).GroupBy(Body, StringComparer.Ordinal))
        {
            Assert.Equal([1, 2, 3], attempts.Select(visit => visit.Attempt));
        }
    }

    [Fact]
    public async Task Consume_BatchThatWorkersHaveEndedOver_GoesOnInSingleMessages()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        await stack.StopWorkerAsync();
        await PostAsync(endpoint);
        var jetStream = new NatsJSContext((NatsConnection)stack.Nats);
        var consumer = await jetStream.GetConsumerAsync(stack.Stream, "deliver");
        var given = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await foreach (var message in consumer.FetchNoWaitAsync<byte[]>(new NatsJSFetchOpts { MaxMsgs = Events }, NatsRawSerializer<byte[]>.Default))
                {
                    given++;
                    await message.NakAsync();
                }

                return (await stack.DeadLetterStreamAsync()).State.Messages >= 2;
            },
            "the stream gives the batches up");
        Assert.True(given > (await stack.StreamAsync()).State.Messages, $"{given} messages were handed out");

        await stack.StartWorkerAsync();

        await AssertDeliveredOnceAsync(stack, endpoint);
        Assert.Equal(Events, await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE cycle = 2"));
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM dead_letters"));
    }

    private static async Task PostAsync(TestEndpoint endpoint)
    {
        var events = string.Join(',', Enumerable.Range(0, Events).Select(n => string.Create(CultureInfo.InvariantCulture, $$"""{"event":"test.happened","n":{{n}}}""")));
        Assert.Equal(201, await endpoint.StatusAsync(HttpMethod.Post, "/v1/events/bulk", $$"""{"events":[{{events}}]}"""));
    }

    private static async Task AssertDeliveredOnceAsync(DeliveryStack stack, TestEndpoint endpoint)
    {
        await Eventually.TrueAsync(() => DeliveredAsync(stack, Events), "all are delivered");
        await stack.UntilStreamIsEmptyAsync();
        Assert.Equal(Events, endpoint.Visits.Count);
        Assert.Equal(Events, endpoint.Visits.Select(Body).Distinct(StringComparer.Ordinal).Count());
    }

    private static async Task<bool> DeliveredAsync(DeliveryStack stack, int count) =>
        await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == count;

    // Five of a hundred: their retries alone are too few to open a circuit.
    private static bool IsFailing(Visit visit) => int.Parse(Body(visit).Split(':')[^1].TrimEnd('}'), CultureInfo.InvariantCulture) % 20 == 7;

    private static string Body(Visit visit) => Encoding.UTF8.GetString(visit.Body);
}
