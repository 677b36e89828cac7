using Microsoft.Extensions.Time.Testing;
using Webhooks.Api.Shares;

namespace Webhooks.Tests.Unit.Api;

public sealed class CheckingShareTests
{
    [Fact]
    public void TryBegin_ShareIsTaken_WaitsForTimeToPass()
    {
        var time = new FakeTimeProvider();
        var share = new CheckingShare(time);

        Assert.True(share.TryBegin(CheckingShare.Burst));
        Assert.False(share.TryBegin(1));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(share.TryBegin(CheckingShare.Burst / 4));
        Assert.False(share.TryBegin(1));

        time.Advance(TimeSpan.FromHours(1));
        Assert.True(share.TryBegin(CheckingShare.Burst));
        Assert.False(share.TryBegin(1));
    }

    [Fact]
    public void Add_MoreThanIsLeft_IsOwedAndNeverMoreThanABurst()
    {
        var time = new FakeTimeProvider();
        var share = new CheckingShare(time);

        share.Add(10 * CheckingShare.Burst);
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(share.TryBegin(1));

        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(share.TryBegin(1));
    }

    [Fact]
    public void Of_TwoTenants_HaveAShareEach()
    {
        var shares = new CheckingShares(new FakeTimeProvider());

        Assert.True(shares.Of("a").TryBegin(CheckingShare.Burst));
        Assert.False(shares.Of("a").TryBegin(1));
        Assert.True(shares.Of("b").TryBegin(1));
    }
}
