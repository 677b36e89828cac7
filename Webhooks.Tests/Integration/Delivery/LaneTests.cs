using System.Globalization;
using System.Text.RegularExpressions;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed partial class LaneTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("rate_limit = 5")]
    public async Task Deliver_EndpointDeletedWhileItFails_IsForgotten(string? columns)
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Slow, columns);
        endpoint.Script(Reply.Status(500));
        await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);
        await Eventually.TrueAsync(async () => await LanesAsync(stack) == 1, "the worker remembers the failure");

        await endpoint.DeleteAsync();

        await Eventually.TrueAsync(async () => await LanesAsync(stack) == 0, "the worker has forgotten the endpoint");
    }

    [Fact]
    public async Task Deliver_ToALaneThatIsFull_ParksAndDeliversEachOnce()
    {
        const int Events = 60;
        await using var stack = await DeliveryStack.StartAsync(
            ("Worker:MaxHeld", "16"), ("Worker:LaneConcurrency", "4"), ("Worker:ParkFor", "00:00:00.5"));
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short);
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(gate.Task));

        var ids = await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'parked' AND reason LIKE '%full%'") > 0, "some are parked");
        Assert.Equal(4, (await endpoint.UntilVisitsAsync(4)).Count);
        gate.SetResult();

        await UntilDeliveredAsync(stack, Events);
        Assert.Equal(ids.Select(id => $"evt_{id:N}").Order(StringComparer.Ordinal), endpoint.Visits.Select(visit => visit.Id).Order(StringComparer.Ordinal));
        Assert.All(endpoint.Visits, visit => Assert.Equal(1, visit.Attempt));
        Assert.Equal(Events, await stack.Database.CountAsync($"SELECT count(*) FROM {Rows.Attempts} a"));
        await stack.UntilStreamIsEmptyAsync();
    }

    [Fact]
    public async Task Deliver_WhileOtherEndpointsHang_TakesNoLonger()
    {
        const int Events = 100;
        await using var stack = await DeliveryStack.StartAsync(
            ("Worker:MaxHeld", "64"), ("Worker:MaxSending", "16"), ("Worker:LaneConcurrency", "8"),
            ("Worker:AttemptTimeout", "00:00:05"));
        var healthy = await stack.AddEndpointAsync();
        await using var stalls = new StallWatch();
        var alone = await TakeAsync();
        var hung = new List<TestEndpoint>();
        for (var i = 0; i < 4; i++)
        {
            hung.Add(await stack.AddEndpointAsync());
            hung[i].Script(Reply.Hang);
            await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => hung[i].PostAsync()));
        }

        foreach (var endpoint in hung)
        {
            await endpoint.UntilVisitsAsync(8);
        }

        var beside = await TakeAsync();

        Assert.True(beside < alone + TimeSpan.FromSeconds(3), $"{beside.TotalSeconds:0.00} s; alone {alone.TotalSeconds:0.00} s");

        async Task<TimeSpan> TakeAsync()
        {
            var (before, posted) = (healthy.Visits.Count, TimeProvider.System.GetTimestamp());
            await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => healthy.PostAsync()));
            var visits = await healthy.UntilVisitsAsync(before + Events);
            Assert.Equal(before + Events, visits.Count);
            return stalls.Between(posted, visits[^1].At);
        }
    }

    [Fact]
    public async Task Deliver_ByTwoWorkers_DeliversEachOnce()
    {
        const int Events = 300;
        await using var stack = await DeliveryStack.StartAsync();
        await using var second = stack.AddWorker();
        var endpoint = await stack.AddEndpointAsync();

        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));

        await UntilDeliveredAsync(stack, Events);
        Assert.Equal(Events, endpoint.Visits.Count);
        Assert.Equal(Events, endpoint.Visits.Select(visit => visit.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Deliver_EventForManyEndpoints_ReachesEachOfThem()
    {
        var stack = await DeliveryStack.GetAsync();
        var first = await stack.AddEndpointAsync();
        var second = await stack.AddEndpointAsync();
        await stack.Database.ExecuteAsync(
            "UPDATE endpoints SET tenant_id = $1, is_default = false WHERE endpoint_id = $2", first.TenantId, second.Id.Value);
        await stack.UntilKnownAsync(first);
        first.Script(Reply.Unavailable, Reply.Ok);

        var id = await first.PostAsync();

        await first.UntilVisitsAsync(2);
        await second.UntilVisitsAsync(1);
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE event_id = $1 AND status = 'delivered'", id) == 2, "both are delivered");
        Assert.Equal((2, 1), (first.Visits.Count, second.Visits.Count));
    }

    private static Task UntilDeliveredAsync(DeliveryStack stack, int count) => Eventually.TrueAsync(
        async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == count, "all are delivered");

    private static async Task<int> LanesAsync(DeliveryStack stack)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(stack.Worker, "/metrics"));
        var lanes = Lanes().Match(metrics);
        Assert.True(lanes.Success, metrics);
        return int.Parse(lanes.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^webhook_lanes(\{\})? (?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Lanes();
}
