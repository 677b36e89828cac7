using Webhooks.Testing;
using Webhooks.Tests.Support;
using Webhooks.Worker.Fleet;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class RateLimitTests
{
    private const int Rate = 40;
    private const int Events = 240;

    /// <summary>A tenth of the rate may go at once.</summary>
    private const int Burst = Rate / 10;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Deliver_RateLimitedEndpoint_NeverSeesMoreThanItsRateAndReceivesEverythingOnce()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(columns: $"rate_limit = {Rate}");

        await using var stalls = new StallWatch();
        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync(
                "SELECT count(*) FROM deliveries WHERE endpoint_id = $1 AND status = 'delivered'", endpoint.Id.Value) == Events,
            () => $"all are delivered; {endpoint.Visits.Count} came");
        Assert.Empty(await stack.Database.ReadAsync(
            $"SELECT a.error FROM {Rows.Attempts} a JOIN deliveries d USING (event_id, ordinal) WHERE d.endpoint_id = $1 AND a.error IS NOT NULL",
            row => row.GetString(0),
            endpoint.Id.Value));
        var visits = endpoint.Visits;
        Assert.Equal(Events, visits.Count);
        Assert.Equal(Events, visits.Select(visit => visit.Id).Distinct(StringComparer.Ordinal).Count());
        await AssertSpacedAsync(stalls, stack, endpoint);
        Assert.InRange(visits[^1].Since(visits[0]), Second * (Events - Burst - 1) / Rate, TimeSpan.MaxValue);
        Assert.InRange(stalls.Between(visits[0].At, visits[^1].At), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE endpoint_id = $1 AND attempts <> 1", endpoint.Id.Value));
    }

    [Fact]
    public async Task Deliver_GlobalRateLimit_HoldsOverAllEndpoints()
    {
        await using var stack = await DeliveryStack.StartAsync(("Worker:RateLimit", $"{Rate}"));
        var endpoints = new[] { await stack.AddEndpointAsync(), await stack.AddEndpointAsync() };

        await using var stalls = new StallWatch();
        await Task.WhenAll(Enumerable.Range(0, Events / 2).Select(i => endpoints[i % 2].PostAsync()));

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == Events / 2, "all are delivered");
        await AssertSpacedAsync(stalls, stack, endpoints);
    }

    [Fact]
    public async Task Deliver_RateLimitedEndpointByTwoWorkers_SharesItsRate()
    {
        await using var stack = await DeliveryStack.StartAsync();
        await using var second = stack.AddWorker();
        await Eventually.TrueAsync(
            () => Task.FromResult(stack.OfWorker<WorkerRoster>().Count == 2 && second.Get<WorkerRoster>().Count == 2), "the workers know of each other");
        var endpoint = await stack.AddEndpointAsync(columns: $"rate_limit = {Rate}");

        await using var stalls = new StallWatch();
        await Task.WhenAll(Enumerable.Range(0, Events / 2).Select(_ => endpoint.PostAsync()));

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == Events / 2,
            () => $"all are delivered; {endpoint.Visits.Count} came");
        Assert.Equal(Events / 2, endpoint.Visits.Count);
        await AssertSpacedAsync(stalls, stack, endpoint);
    }

    [Fact]
    public async Task Deliver_EndpointAsksForLess_IsSentLessUntilItTakesMoreAgain()
    {
        await using var stack = await DeliveryStack.StartAsync(("Circuit:MinimumThroughput", "10000"), ("Retries:Policies:fast:MaxAttempts", "20"));
        var endpoint = await stack.AddEndpointAsync();
        const int AtFirst = 100;
        endpoint.Script([.. Enumerable.Repeat(Reply.Ok, AtFirst), Reply.Status(429, "Too Many Requests"), Reply.Ok]);

        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == Events,
            () => $"all are delivered; {endpoint.Visits.Count} came");
        Assert.Equal(Events + 1, endpoint.Visits.Count);
    }

    // By the moment of departure: on a busy machine arrivals bunch up, and departures too by as much as the machine stalls.
    private static async Task AssertSpacedAsync(StallWatch stalls, DeliveryStack stack, params TestEndpoint[] endpoints)
    {
        var departures = await stack.Database.ReadAsync(
            $"""
            SELECT a.started_at FROM {Rows.Attempts} a JOIN deliveries d USING (event_id, ordinal) WHERE d.endpoint_id = ANY ($1) ORDER BY 1
            """,
            row => row.GetFieldValue<DateTimeOffset>(0),
            endpoints.Select(endpoint => endpoint.Id.Value).ToArray());
        var most = (Rate * (Second + stalls.Longest) / Second) + Burst + 2;
        Assert.All(departures, first => Assert.InRange(departures.Count(at => at >= first && at - first < Second), 1, most));
    }
}
