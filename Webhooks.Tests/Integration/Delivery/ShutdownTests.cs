using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class ShutdownTests
{
    private static readonly TimeSpan AFewSeconds = TimeSpan.FromSeconds(10);

    /// <summary>The ack wait is a minute, so what is delivered soon was handed over and not just let go.</summary>
    [Theory]
    [InlineData("16")]
    [InlineData("4096")]
    public async Task Stop_WhileDeliveriesWait_HandsThemOverUntouched(string maxHeld)
    {
        const int Events = 150;
        await using var stack = await DeliveryStack.StartAsync(("Worker:LaneConcurrency", "2"), ("Worker:MaxHeld", maxHeld));
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short);
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(TimeSpan.FromMilliseconds(150)).After(gate.Task));
        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));
        await endpoint.UntilVisitsAsync(2);

        await using var stalls = new StallWatch();
        var stopping = stack.StopWorkerAsync();
        gate.SetResult();
        await stopping;

        Assert.True(stalls.Elapsed < AFewSeconds, $"Stopping took {stalls.Elapsed}.");
        Assert.True(endpoint.Visits.Count < Events, "The stop came too late to tell.");
        endpoint.Script(Reply.Ok);
        await stack.StartWorkerAsync();
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == Events, "all are delivered");
        Assert.Equal(Events, endpoint.Visits.Count);
        Assert.Equal(Events, endpoint.Visits.Select(visit => visit.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(endpoint.Visits, visit => Assert.Equal(1, visit.Attempt));
        await stack.UntilStreamIsEmptyAsync();
    }

    [Fact]
    public async Task Stop_WithOneAttemptLeft_LosesNoDelivery()
    {
        const int Events = 40;
        await using var stack = await DeliveryStack.StartAsync(("Worker:LaneConcurrency", "2"), ("Worker:MaxHeld", "16"));
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single);
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(TimeSpan.FromMilliseconds(150)).After(gate.Task));
        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));
        await endpoint.UntilVisitsAsync(2);

        var stopping = stack.StopWorkerAsync();
        gate.SetResult();
        await stopping;

        await stack.StartWorkerAsync();
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == Events, "all are delivered");
        Assert.Equal(Events, endpoint.Visits.Count);
    }

    [Fact]
    public async Task Stop_WhileAnAttemptIsUnderWay_FinishesAndRecordsIt()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Ok.After(TimeSpan.FromSeconds(1.5)));
        var id = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(1);

        await stack.StopWorkerAsync();

        Assert.Equal("delivered", (await stack.Database.DeliveryAsync(id)).Status);
        await stack.UntilStreamIsEmptyAsync();
    }
}
