using Webhooks.Testing;
using Xunit.Abstractions;

namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int Limit = 10;

    // A worker that wakes up late may make up for one attempt, and there are three.
    private const int Burst = 3;

    // For as long as the kills take.
    private const int Limited = 300;

    private const int Offered = 40;

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task KillOneOfEach_UnderLoad_LosesNothingIsSoonBackAndKeepsTheRateLimit()
    {
        await using var stack = await ClusterStack.StartAsync();
        var free = await stack.AddEndpointAsync();
        var limited = await stack.AddEndpointAsync(columns: $"rate_limit = {Limit}");
        var (ledger, slow) = (new Ledger(stack, free), new Ledger(stack, limited));
        await using var throughput = new Throughput(free);
        using var stop = new CancellationTokenSource();
        var posting = ledger.PostAtAsync(Offered, stop.Token);
        await slow.PostAsync(Limited);
        await throughput.UntilSteadyAsync(Offered / 2, TimeProvider.System.GetTimestamp());

        await IsSoonBackAsync("the NATS node that leads the stream", await stack.LeaderAsync());
        await IsSoonBackAsync("a worker", stack.Workers[0]);
        await IsSoonBackAsync("an API", stack.Apis[0]);
        await stop.CancelAsync();
        await posting;

        await ledger.AssertDeliveredAsync();
        await slow.AssertDeliveredAsync();
        Assert.Equal(Limited, slow.Accepted.Count);
        Assert.All(limited.Visits.CountBy(static visit => visit["webhook-timestamp"]), static second => Assert.InRange(second.Value, 1, Limit + Burst));

        async Task IsSoonBackAsync(string what, ServerProcess victim)
        {
            // What had waited for the last one's sake may still come beside what is offered.
            var before = Math.Min(throughput.Median(), Offered);
            var killed = TimeProvider.System.GetTimestamp();
            await stack.KillAsync(victim);

            var took = await throughput.UntilSteadyAsync(before / 2, killed);

            var said = $"Without {what} it took {took.TotalSeconds:0.00} s until {before / 2:0.0} of {before:0.0} events arrived in each second.";
            output.WriteLine(said);
            Assert.True(took <= Recovery, said);
        }
    }
}
