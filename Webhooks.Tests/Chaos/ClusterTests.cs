namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class ClusterTests
{
    private const int Limit = 10;

    // A worker that wakes up late may make up for one attempt, and there are three.
    private const int Burst = 3;

    [Fact]
    public async Task KillOneOfEach_UnderLoad_LosesNothingAndKeepsTheRateLimit()
    {
        await using var stack = await ClusterStack.StartAsync();
        var free = await stack.AddEndpointAsync();
        var limited = await stack.AddEndpointAsync(columns: $"rate_limit = {Limit}");
        var (ledger, slow) = (new Ledger(stack, free), new Ledger(stack, limited));
        using var stop = new CancellationTokenSource();
        var posting = ledger.PostUntilAsync(stop.Token);
        await free.UntilVisitsAsync(20);
        await slow.PostAsync(100);

        await stack.Nodes[0].KillAsync();
        await GoesOnAsync();
        await stack.Workers[0].KillAsync();
        await GoesOnAsync();
        await stack.KillApiAsync(0);
        await GoesOnAsync();
        await stop.CancelAsync();
        await posting;

        await ledger.AssertDeliveredAsync();
        await slow.AssertDeliveredAsync();
        Assert.Equal(100, slow.Accepted.Count);
        Assert.All(limited.Visits.CountBy(static visit => visit["webhook-timestamp"]), static second => Assert.InRange(second.Value, 1, Limit + Burst));

        async Task GoesOnAsync()
        {
            await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 30);
            await free.UntilVisitsAsync(free.Visits.Count + 30);
        }
    }
}
