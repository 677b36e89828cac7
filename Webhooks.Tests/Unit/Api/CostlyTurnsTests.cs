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

        var own = turns.TryRunAsync("a", static () => 2, IsEnough, patience, CancellationToken.None).AsTask();
        var another = turns.TryRunAsync("b", static () => 3, IsEnough, new TurnPatience(time), CancellationToken.None).AsTask();

        time.Advance(TimeSpan.FromMilliseconds(399));
        Assert.False(own.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False((await own).HasRun);
        Assert.False((await turns.TryRunAsync("a", static () => 2, IsEnough, patience, CancellationToken.None)).HasRun);

        time.Advance(TimeSpan.FromHours(1));
        Assert.False(another.IsCompleted);
        end.Set();
        Assert.Equal((true, 3), await another);
        Assert.Equal(1, await first);
        Assert.Equal((true, 2), await turns.TryRunAsync("a", static () => 2, IsEnough, patience, CancellationToken.None));

        int Work()
        {
            begun.SetResult();
            end.Wait();
            return 1;
        }
    }

    [Fact]
    public async Task TryRun_WorkBeforeItWasTooMuch_SendsThoseAwayWhoWaited()
    {
        var time = new FakeTimeProvider();
        using var turns = new CostlyTurns();
        using var end = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        var first = Task.Run(async () => await TryRunAsync("a", Work, static () => true));
        await begun.Task;

        Task<(bool, int)>[] waiting = [TryRunAsync("a", static () => 2, IsEnough), TryRunAsync("a", static () => 3, IsEnough)];
        var another = TryRunAsync("b", static () => 4, IsEnough);
        var part = turns.TryRunAsync("a", static () => 6, IsEnough, new TurnPatience(time) { Stays = true }, CancellationToken.None).AsTask();
        end.Set();

        Assert.Equal((true, 1), await first);
        Assert.All(await Task.WhenAll(waiting), static answer => Assert.False(answer.Item1));
        Assert.Equal((true, 4), await another);
        Assert.Equal((true, 6), await part);
        Assert.Equal((true, 5), await TryRunAsync("a", static () => 5, IsEnough));

        Task<(bool, int)> TryRunAsync(string tenantId, Func<int> work, Func<bool> wasTooMuch) =>
            turns.TryRunAsync(tenantId, work, wasTooMuch, new TurnPatience(time), CancellationToken.None).AsTask();

        int Work()
        {
            begun.SetResult();
            end.Wait();
            return 1;
        }
    }

    private static bool IsEnough() => false;
}
