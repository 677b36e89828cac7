using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Webhooks.Core.Deliveries;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>A fault of the worker's own before, or after, an attempt's request goes out.</summary>
[Trait("Category", "Delivery")]
public sealed class OwnFaultTests
{
    private static readonly (string, string)[] Settings =
    [
        ("Logging:LogLevel:Webhooks.Deliveries", "Information"),
        ("Logging:LogLevel:Webhooks.Worker.Sending.AttemptLog", "Warning"),
        ("Circuit:MinimumThroughput", "2"),
    ];

    [Fact]
    public async Task Deliver_FaultAfterTheRequestWentOut_CountsTheAttemptAndNotAgainstTheEndpoint()
    {
        const int Events = 6;
        await using var stack = await StartAsync("Webhook delivery failed");
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.From(visit => visit.Attempt == 1 ? Reply.Status(500) : Reply.Ok));

        var ids = await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));

        foreach (var id in ids)
        {
            var delivery = await stack.UntilAsync(id, DeliveryStatus.Delivered);
            Assert.Equal(2, delivery.Attempts);
            Assert.Equal(
                ["Unknown: the platform lost the outcome of the attempt", ""],
                await stack.Database.ReadAsync("SELECT coalesce(error, '') FROM attempts WHERE event_id = $1 ORDER BY attempt", row => row.GetString(0), id));
        }

        // None was parked, so no circuit has opened.
        Assert.Equal(1, await stack.Database.CountAsync("SELECT max(cycle)::bigint FROM deliveries"));
        Assert.Equal(2 * Events, endpoint.Visits.Count);
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM endpoints WHERE failing_since IS NOT NULL"));
    }

    [Fact]
    public async Task Deliver_FaultBeforeTheRequestWentOut_WaitsWithoutAnAttempt()
    {
        await using var stack = await StartAsync("Sending webhook notification");
        var endpoint = await stack.AddEndpointAsync();

        var parked = await stack.UntilAsync(await endpoint.PostAsync(), DeliveryStatus.Parked);

        Assert.Equal((ParkReason.NotSent, 0), (parked.Reason, parked.Attempts));
        Assert.Empty(endpoint.Visits);
    }

    private static async Task<DeliveryStack> StartAsync(string fault)
    {
        var stack = await DeliveryStack.StartWithoutWorkerAsync(Settings);
        await stack.StartWorkerAsync(services => services.AddSingleton<ILoggerProvider>(new FaultyLogs(fault)));
        return stack;
    }
}
