using Microsoft.Extensions.Time.Testing;
using Webhooks.Worker.Consuming;

namespace Webhooks.Tests.Unit.Consuming;

public sealed class PullLedgerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Receive_FromTwoPulls_CountsDownTheOldestFirst()
    {
        var pulls = Ledger(2, 3);

        pulls.Receive();
        pulls.Receive();
        pulls.Receive();

        Assert.Equal(2, pulls.Asked);
    }

    [Fact]
    public void End_ByTheServersWord_TakesWhatItStillOwed()
    {
        var pulls = Ledger(5, 5);
        pulls.Receive();

        Assert.Equal(4, pulls.End(owed: 4));
        Assert.Equal(5, pulls.Asked);
        Assert.Equal(5, pulls.End(int.MaxValue));
        Assert.Equal(0, pulls.Asked);
    }

    [Fact]
    public void Expire_PullWhoseTimeIsOver_IsOverWithoutAWord()
    {
        var pulls = Ledger(5);
        for (var i = 0; i < PullLedger.Expiry / PullLedger.Heartbeat; i++)
        {
            _time.Advance(PullLedger.Heartbeat);
            pulls.Hear();
            Assert.Equal(0, pulls.Expire());
        }

        _time.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal(5, pulls.Expire());
        Assert.Equal(0, pulls.Asked);
    }

    [Fact]
    public void Expire_ServerFallsSilent_GivesUpWithinASecondAndAsksAnew()
    {
        var pulls = Ledger(5);
        pulls.Hear();
        _time.Advance(2 * PullLedger.Heartbeat);
        Assert.Equal(0, pulls.Expire());

        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(5, pulls.Expire());
        Assert.True(pulls.IsSilent);

        pulls.Add(7);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(0, pulls.Expire());
        Assert.False(pulls.IsHeard);
        pulls.Receive();
        Assert.True(pulls.IsHeard);
        Assert.False(pulls.IsSilent);
        Assert.Equal(6, pulls.Asked);
    }

    [Fact]
    public void SilentFor_WhenNothingWasAsked_IsNoSilence()
    {
        var pulls = Ledger(1);
        pulls.Receive();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(TimeSpan.Zero, pulls.SilentFor);
    }

    private PullLedger Ledger(params int[] asked)
    {
        var pulls = new PullLedger(_time);
        Array.ForEach(asked, pulls.Add);
        return pulls;
    }
}
