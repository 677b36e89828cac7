using System.Globalization;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class RetryAfterTests
{
    /// <summary>The longest that the polite policy waits is a minute.</summary>
    private const double FarBelowAMinute = 40;

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Deliver_RetryAfterInSeconds_WaitsThatLong(int status)
    {
        var gap = await GapAsync(StackSettings.Polite, status, "1");

        Assert.InRange(gap.TotalSeconds, 1, FarBelowAMinute);
    }

    [Fact]
    public async Task Deliver_RetryAfterAsADate_WaitsUntilThen()
    {
        var due = TimeProvider.System.GetUtcNow().AddSeconds(2);

        var gap = await GapAsync(StackSettings.Polite, 503, due.ToString("R", CultureInfo.InvariantCulture));

        Assert.InRange(gap.TotalSeconds, 0.075, FarBelowAMinute);
        Assert.True(TimeProvider.System.GetUtcNow() >= due.AddSeconds(-1));
    }

    [Fact]
    public async Task Deliver_RetryAfterOfADay_IsBoundedByThePolicy()
    {
        var gap = await GapAsync(StackSettings.Short, 503, "86400");

        Assert.InRange(gap.TotalSeconds, 0.5, FarBelowAMinute);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT")]
    public async Task Deliver_RetryAfterThatAsksForNothing_LeavesItToThePolicy(string value)
    {
        var gap = await GapAsync(StackSettings.Polite, 503, value);

        Assert.InRange(gap.TotalSeconds, 0.075, FarBelowAMinute);
    }

    private static async Task<TimeSpan> GapAsync(string policy, int status, string retryAfter)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(policy);
        endpoint.Script(Reply.Status(status, "Wait", "", ("Retry-After", retryAfter)), Reply.Ok);
        await endpoint.PostAsync();
        var visits = await endpoint.UntilVisitsAsync(2);
        return visits[1].Since(visits[0]);
    }
}
