using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class DatabaseAwayTests
{
    /// <summary>Many times the ack wait of the stack, which is 5 s.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LosePostgres_WhileABacklogIsHeld_RepeatsNothing(bool isFrozen)
    {
        await using var stack = await CrashStack.StartAsync(("Worker:LaneConcurrency", "4"), ("Worker:CheckAfter", "00:00:10"));
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Ok.After(TimeSpan.FromMilliseconds(80)));
        var ledger = new Ledger(stack, endpoint);
        await ledger.PostAsync(400);
        await endpoint.UntilVisitsAsync(40);

        await (isFrozen ? stack.Postgres.FreezeAsync() : stack.Postgres.KillAsync());
        var away = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(
            () => Task.FromResult(TimeProvider.System.GetElapsedTime(away) > Outage), "the outage is over", Outage * 2);
        await (isFrozen ? stack.Postgres.ThawAsync() : stack.Postgres.StartAsync());
        stack.Database.Clear();

        Assert.Equal(400, ledger.Accepted.Count);
        await ledger.AssertDeliveredAsync(exactlyOnce: true);
        await stack.UntilReadyAsync();
    }
}
