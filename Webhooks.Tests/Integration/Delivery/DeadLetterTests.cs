using System.Text;
using NATS.Client.Core;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class DeadLetterTests
{
    [Fact]
    public async Task Deliver_AttemptsUsedUp_BecomesADeadLetterAndLeavesTheStream()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short);
        endpoint.Script(Reply.Unavailable);
        const string Body = """{"event":"order.paid", "n": 1}""";

        var id = await endpoint.PostAsync(Body);

        var delivery = await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal(("failed", null, null), (delivery.Status, delivery.StreamSeq, delivery.NextAttemptAt));
        var letter = Assert.Single(await stack.Database.DeadLettersAsync(id));
        Assert.Equal(("HTTP 503: Service Unavailable", 2, stack.Receiver.Url(endpoint.Path).AbsoluteUri), (letter.FailureReason, letter.Attempts, letter.EndpointUrl));
        Assert.Equal(Body, Encoding.UTF8.GetString(letter.Payload));
        Assert.Equal(TimeSpan.FromDays(14), letter.ExpiresAt - letter.CreatedAt);
        await stack.UntilStreamIsEmptyAsync();
    }

    [Fact]
    public async Task Deliver_FailureOfAnEndpointSinceDeleted_IsADeadLetterAllTheSame()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single);
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Unavailable.After(gate.Task));
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);
        await endpoint.DeleteAsync();

        gate.SetResult();

        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Single(await stack.Database.DeadLettersAsync(id));
    }

    [Fact]
    public async Task Start_FailureWhoseAdvisoryWasLost_BecomesADeadLetter()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        var endpoint = await stack.AddEndpointAsync();
        var id = await endpoint.PostAsync();
        await stack.Database.ExecuteAsync(Rows.Make);
        await stack.Database.ExecuteAsync(
            """
            UPDATE deliveries SET status = 'failed', error = 'HTTP 500', attempts = 4, stream_seq = 4711, last_attempt_at = now() - interval '2 minutes'
            WHERE event_id = $1
            """,
            id);

        await stack.StartWorkerAsync();

        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal("HTTP 500", Assert.Single(await stack.Database.DeadLettersAsync(id)).FailureReason);
        await stack.UntilStreamIsEmptyAsync();
    }

    [Theory]
    [InlineData("deliver", "not a delivery")]
    [InlineData("deliver", "{}")]
    [InlineData("deliver", "\u0001")]
    [InlineData("deliver", "\u0001\u007f")]
    [InlineData("deliver", "")]
    [InlineData($"retry.{StackSettings.Fast}", "not a delivery")]
    [InlineData($"retry.{StackSettings.Fast}", "")]
    public async Task Consume_MessageThatIsNoDelivery_IsKeptAsPoisonAndLeavesTheStream(string subject, string message)
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();

        await stack.Nats.PublishAsync($"{stack.Prefix}.{subject}", Encoding.UTF8.GetBytes(message), serializer: NatsRawSerializer<byte[]>.Default);

        await Eventually.TrueAsync(async () => await stack.Database.CountAsync("SELECT count(*) FROM poison_messages") == 1, "the poison is kept");
        await stack.UntilStreamIsEmptyAsync();
        await stack.UntilAsync(await endpoint.PostAsync(), "delivered");
    }

    [Fact]
    public async Task Consume_AdvisoryThatIsNone_HoldsUpNoDeadLetter()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single);
        endpoint.Script(Reply.Unavailable);

        foreach (var junk in new[] { "", "junk", "[]", "{\"stream_seq\":\"x\"}", "null" })
        {
            await stack.Nats.PublishAsync(
                $"$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.{stack.Stream}.retry-fast", Encoding.UTF8.GetBytes(junk), serializer: NatsRawSerializer<byte[]>.Default);
        }

        var id = await endpoint.PostAsync();
        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        await Eventually.TrueAsync(async () => (await stack.DeadLetterStreamAsync()).State.Messages == 0, "the advisories are settled");
    }
}
