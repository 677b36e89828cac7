using Microsoft.Extensions.Time.Testing;
using Webhooks.Api.Shares;

namespace Webhooks.Tests.Unit.Api;

public sealed class CostlyTurnsTests
{
    [Fact]
    public async Task TryRun_WorkOfTheSameTenantTakesLong_IsGivenUpWhileOtherTenantsWait()
    {
        var time = new FakeTimeProvider();
        var patience = new TurnPatience(time);
        using var turns = new CostlyTurns();
        using var end = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        var first = Task.Run(async () => await turns.RunAsync("a", Work, CancellationToken.None));
        await begun.Task;

        var own = turns.TryRunAsync("a", static () => 2, patience, CancellationToken.None).AsTask();
        var another = turns.TryRunAsync("b", static () => 3, new TurnPatience(time), CancellationToken.None).AsTask();

        time.Advance(TimeSpan.FromMilliseconds(399));
        Assert.False(own.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False((await own).HasRun);
        Assert.False((await turns.TryRunAsync("a", static () => 2, patience, CancellationToken.None)).HasRun);

        time.Advance(TimeSpan.FromHours(1));
        Assert.False(another.IsCompleted);
        end.Set();
        Assert.Equal((true, 3), await another);
        Assert.Equal(1, await first);
        Assert.Equal((true, 2), await turns.TryRunAsync("a", static () => 2, patience, CancellationToken.None));

        int Work()
        {
            begun.SetResult();
            end.Wait();
            return 1;
        }
    }
}
