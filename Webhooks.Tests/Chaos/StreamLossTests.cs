using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class StreamLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WipeNats_WhileEverythingRuns_BringsBackStreamsConsumersAndDeliveries(bool databaseIsAwayToo)
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(503, "Wait", "", ("Retry-After", "0")), Reply.Ok);
        var ledger = new Ledger(stack, endpoint);
        await stack.Worker.KillAsync();
        await ledger.PostAsync(20);
        await stack.Nats.KillAsync();
        await ledger.PostAsync(20);
        Assert.Equal(40, ledger.Accepted.Count);

        stack.Nats.Wipe();
        if (databaseIsAwayToo)
        {
            await stack.Postgres.KillAsync();
        }

        await Task.WhenAll(stack.Nats.StartAsync(), stack.Worker.StartAsync());
        if (databaseIsAwayToo)
        {
            await stack.UntilStreamExistsOrAsync(TimeSpan.FromSeconds(3));
            await stack.Postgres.StartAsync();
            stack.Database.Clear();
        }

        await ledger.AssertDeliveredAsync();
        await stack.UntilReadyAsync();
    }

    [Fact]
    public async Task WipeNats_UnderTheWorkersFeet_IsNoticedAndMended()
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        var ledger = new Ledger(stack, endpoint);
        await ledger.PostAsync(5);
        await ledger.AssertDeliveredAsync(exactlyOnce: true);

        await stack.Nats.KillAsync();
        stack.Nats.Wipe();
        await stack.Nats.StartAsync();
        await ledger.PostAsync(20);

        Assert.Equal(25, ledger.Accepted.Count);
        await ledger.AssertDeliveredAsync(exactlyOnce: true);
    }
}
