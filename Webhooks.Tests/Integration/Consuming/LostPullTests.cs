using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Consuming;

[Trait("Category", "Delivery")]
public sealed class LostPullTests
{
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Consume_BrokerLosesEveryThirdPull_NeverStallsForASecond()
    {
        var servers = await TestServers.GetAsync();
        await using var broker = new ForgetfulBroker(servers.Nats.Port);
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        await using var worker = stack.AddWorker(("ConnectionStrings:nats", broker.Url));
        var endpoint = await stack.AddEndpointAsync();
        await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);
        await using var stalls = new StallWatch();

        var posted = new Dictionary<string, long>(StringComparer.Ordinal);
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Watched)
        {
            var id = await endpoint.PostAsync();
            posted[$"evt_{id:N}"] = TimeProvider.System.GetTimestamp();
            await Task.Delay(TimeSpan.FromMilliseconds(25));
        }

        var visits = await endpoint.UntilVisitsAsync(posted.Count + 1);
        Assert.True(broker.Lost > 0, "Nothing was lost.");
        var latest = visits.Where(visit => posted.ContainsKey(visit.Id)).Max(visit => stalls.Between(posted[visit.Id], visit.At));
        Assert.True(latest < LongestStall, $"One of {posted.Count} was {latest.TotalSeconds:0.00} s late, with {broker.Lost} lost.");
        Assert.Equal(posted.Count + 1, visits.Count);
    }
}
