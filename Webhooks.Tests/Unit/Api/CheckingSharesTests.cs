using Microsoft.Extensions.Time.Testing;
using Webhooks.Api.Shares;

namespace Webhooks.Tests.Unit.Api;

public sealed class CheckingSharesTests
{
    [Fact]
    public void Take_MoreThanTheShare_WaitsForTimeToPass()
    {
        var time = new FakeTimeProvider();
        var shares = new CheckingShares(time);

        Assert.True(shares.Take("a", CheckingShares.Burst));
        Assert.False(shares.Take("a", 1));
        Assert.True(shares.Take("b", 1));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(shares.Take("a", CheckingShares.Burst / 4));
        Assert.False(shares.Take("a", 1));

        time.Advance(TimeSpan.FromHours(1));
        Assert.True(shares.Take("a", CheckingShares.Burst));
        Assert.False(shares.Take("a", 1));
    }
}
