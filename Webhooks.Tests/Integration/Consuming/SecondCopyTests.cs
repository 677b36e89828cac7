using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Consuming;

[Trait("Category", "Delivery")]
public sealed class SecondCopyTests
{
    [Fact]
    public async Task Consume_SecondMessageOfADeliveryUnderWay_EndsWithTheFirst()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(gate.Task));
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);

        var jetStream = new NatsJSContext((NatsConnection)stack.Nats);
        var stream = await jetStream.GetStreamAsync(stack.Stream);
        var stored = await stream.GetAsync(new StreamMsgGetRequest { Seq = stream.Info.State.LastSeq });
        var ack = await jetStream.PublishAsync(stored.Message.Subject, stored.Message.Data.ToArray(), serializer: NatsRawSerializer<byte[]>.Default);
        ack.EnsureSuccess();
        gate.SetResult();

        await stack.UntilAsync(id, "delivered");
        await stack.UntilStreamIsEmptyAsync();
        Assert.Single(endpoint.Visits);
        Assert.Single(await stack.Database.AttemptsAsync(id));
    }
}
