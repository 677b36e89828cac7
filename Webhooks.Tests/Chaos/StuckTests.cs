using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>Messages vanish behind everybody's back: what they carried is found to be nowhere, and sent.</summary>
[Trait("Category", "Chaos")]
public sealed class StuckTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Purge_UnderLoad_LeavesNothingStuckAndTheBooksBalanced()
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync(columns: "max_attempts = 20");
        endpoint.Script(Reply.Unavailable, Reply.Unavailable, Reply.Unavailable, Reply.Unavailable, Reply.Ok);
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = stack.Nats.Url });
        using var stop = new CancellationTokenSource();
        var ledger = new Ledger(stack, endpoint);
        var posting = ledger.PostUntilAsync(stop.Token);
        await ledger.UntilAcceptedAsync(20);

        for (var purge = 0; purge < 5; purge++)
        {
            await ledger.UntilAcceptedAsync(20 * (purge + 2));
            await new NatsJSContext(nats).PurgeStreamAsync(stack.Stream, new StreamPurgeRequest());
        }

        await stop.CancelAsync();
        await posting;
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync($"SELECT count(*) FROM {Rows.Deliveries} d WHERE status <> 'delivered'") == 0, Deadline, () => "all are delivered");
        Assert.All(ledger.Accepted, id => Assert.Contains(endpoint.Visits, visit => visit.Id == $"evt_{id:N}"));
        using var audit = await stack.AuditAsync();
        Assert.True(audit.RootElement.GetProperty("balanced").GetBoolean(), audit.RootElement.GetRawText());
        Assert.Equal(ledger.Accepted.Count, audit.RootElement.GetProperty("delivered").GetInt32());
    }

    [Fact]
    public async Task Audit_MessageLostWithoutAWorker_NamesTheDelivery()
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        await stack.Worker.KillAsync();
        var id = await endpoint.PostAsync();
        await Eventually.TrueAsync(async () => await stack.Database.CountAsync(Rows.Unpublished) == 0, "the event is published");
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = stack.Nats.Url });
        await new NatsJSContext(nats).PurgeStreamAsync(stack.Stream, new StreamPurgeRequest());

        await Eventually.TrueAsync(
            async () =>
            {
                using var audit = await stack.AuditAsync();
                return audit.RootElement.GetProperty("unaccounted").EnumerateArray().Any(lost => lost.GetString() == $"dlv_{id:N}0000");
            },
            Deadline,
            () => "the delivery is named");
        await stack.Worker.StartAsync();
        await stack.UntilAsync(id, "delivered", Deadline);
    }
}
