using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>The broker's disk fails it: what it had stored is not there any more, or nothing more can be stored.</summary>
[Trait("Category", "Chaos")]
public sealed class StoreTests
{
    [Fact]
    public async Task RestoreNats_OfBeforeTheLoad_LeavesNothingStuckAndTheBooksBalanced()
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync(columns: "max_attempts = 50");
        var isUp = false;
        endpoint.Script(Reply.From(_ => Volatile.Read(ref isUp) ? Reply.Ok : Reply.Unavailable));
        var ledger = new Ledger(stack, endpoint);
        await ledger.PostAsync(20);
        await stack.Nats.KillAsync();
        stack.Nats.Save();
        await stack.Nats.StartAsync();
        await ledger.PostAsync(100);
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status IN ('retrying', 'parked') AND attempts > 0") > 10, "some wait for another attempt");

        await stack.Nats.KillAsync();
        stack.Nats.Restore();
        Volatile.Write(ref isUp, true);
        await stack.Nats.StartAsync();

        await AssertBalancedAsync(stack, ledger);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FillNats_UnderLoad_LeavesNothingStuckAndTheBooksBalanced(bool isFullBeforeThereIsAStream)
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync(columns: "max_attempts = 20");
        await stack.Nats.KillAsync();
        stack.Nats.SmallDisk = 64 << 20;
        await stack.Nats.StartAsync();
        endpoint.Script(Reply.Unavailable, Reply.Ok);
        var ledger = new Ledger(stack, endpoint);
        if (isFullBeforeThereIsAStream)
        {
            stack.Nats.FillDisk();
        }

        await ledger.PostAsync(50);
        if (!isFullBeforeThereIsAStream)
        {
            await stack.UntilReadyAsync();
        }

        using var stop = new CancellationTokenSource();
        var posting = ledger.PostUntilAsync(stop.Token);

        stack.Nats.FillDisk();
        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 200);
        stack.Nats.EmptyDisk();
        if (!await IsStoringAsync(stack))
        {
            // A server that could not store a message may have switched JetStream off, and takes it up again at its next start only.
            await stack.Nats.KillAsync();
            await stack.Nats.StartAsync();
        }

        await ledger.UntilAcceptedAsync(ledger.Accepted.Count + 50);
        await stop.CancelAsync();
        await posting;

        Assert.Empty(ledger.Refused);
        await AssertBalancedAsync(stack, ledger);
    }

    private static async Task<bool> IsStoringAsync(CrashStack stack)
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = stack.Nats.Url });
        try
        {
            await new NatsJSContext(nats).GetAccountInfoAsync();
            return true;
        }
        catch (NatsException)
        {
            return false;
        }
    }

    private static async Task AssertBalancedAsync(CrashStack stack, Ledger ledger)
    {
        await ledger.AssertDeliveredAsync();
        await Eventually.TrueAsync(async () => await stack.MessagesAsync() == 0, "the stream is empty");
        using var audit = await stack.AuditAsync();
        Assert.True(audit.RootElement.GetProperty("balanced").GetBoolean(), audit.RootElement.GetRawText());
    }
}
