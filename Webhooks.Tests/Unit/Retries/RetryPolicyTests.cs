using Webhooks.Core.Retries;

namespace Webhooks.Tests.Unit.Retries;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicies BuiltIn = new(new RetryOptions());

    [Theory]
    [InlineData("default", 5, new[] { 1.0, 2, 4, 8 })]
    [InlineData("critical", 8, new[] { 0.5, 1, 2, 4, 8, 16, 32 })]
    [InlineData("patient", 6, new[] { 60.0, 120, 240, 480, 960 })]
    public void Delays_BuiltInPolicy_FollowItsSchedule(string name, int attempts, double[] seconds)
    {
        var policy = BuiltIn.Find(name)!;

        Assert.Equal(attempts, policy.MaxAttempts);
        Assert.Equal(seconds, policy.Delays.Select(delay => delay.TotalSeconds));
    }

    [Fact]
    public void DelayAfter_MiddleOfTheRandomRange_IsTheDelayItself() =>
        Assert.Equal(TimeSpan.FromSeconds(4), BuiltIn.Default.DelayAfter(3, () => 0.5));

    [Theory]
    [InlineData(0.0, 3.0)]
    [InlineData(1.0, 5.0)]
    public void DelayAfter_EndsOfTheRandomRange_AreAQuarterAway(double random, double seconds) =>
        Assert.Equal(seconds, BuiltIn.Default.DelayAfter(3, () => random).TotalSeconds, 6);

    [Fact]
    public void DelayAfter_SeededRandom_FillsTheWholeRangeAndNoMore()
    {
        var random = new Random(20260801);
        var delays = Enumerable.Range(0, 10_000).Select(_ => BuiltIn.Default.DelayAfter(1, random.NextDouble).TotalSeconds).ToList();

        Assert.InRange(delays.Min(), 0.75, 0.76);
        Assert.InRange(delays.Max(), 1.24, 1.25);
        Assert.InRange(delays.Average(), 0.99, 1.01);
    }

    [Fact]
    public void Exponential_FarAlongTheCurve_StaysAtTheCap()
    {
        var policy = RetryPolicy.Exponential("steep", 50, TimeSpan.FromSeconds(1), 10, TimeSpan.FromSeconds(300));

        Assert.Equal(49, policy.Delays.Count);
        Assert.Equal([1, 10, 100, 300, 300], policy.Delays.Take(5).Select(delay => delay.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(300), policy.DelayAfter(49, () => 0.5));
    }

    [Fact]
    public void DelayAfter_BeyondTheSchedule_RepeatsTheLastDelay() =>
        Assert.Equal(TimeSpan.FromMinutes(16), BuiltIn.Find("patient")!.DelayAfter(40, () => 0.5));

    [Theory]
    [InlineData(7, 7.5)]
    [InlineData(1, 4)]
    [InlineData(3600, 300.5)]
    public void DelayAfter_WithRetryAfter_WaitsAtLeastThatWithinTheMaximum(int asked, double expected) =>
        Assert.Equal(expected, BuiltIn.Default.DelayAfter(3, TimeSpan.FromSeconds(asked), () => 0.5).TotalSeconds);

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    [InlineData(int.MaxValue)]
    public void Exponential_AttemptsOutOfRange_Throws(int attempts) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => RetryPolicy.Exponential("x", attempts, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(2)));

    [Fact]
    public void WithMaxAttempts_OwnBound_KeepsNameAndDelays()
    {
        var policy = BuiltIn.Default.WithMaxAttempts(2);

        Assert.Equal(("default", 2), (policy.Name, policy.MaxAttempts));
        Assert.Equal(BuiltIn.Default.Delays, policy.Delays);
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData("a", true)]
    [InlineData("0-9", true)]
    [InlineData("a234567890123456789012345678901z", true)]
    [InlineData("a234567890123456789012345678901zz", false)]
    [InlineData("", false)]
    [InlineData("-a", false)]
    [InlineData("Default", false)]
    [InlineData("a.b", false)]
    [InlineData("a b", false)]
    [InlineData("a*", false)]
    public void IsValidName_AgainstItsPattern_Agrees(string name, bool valid) => Assert.Equal(valid, RetryPolicy.IsValidName(name));

    [Fact]
    public void CrashLadder_EveryAttemptCount_IsFlatAndShorterThanMaxDeliver()
    {
        var wait = CrashLadder.AckWait(TimeSpan.FromSeconds(30));
        for (var attempts = 1; attempts <= RetryPolicy.MostAttempts; attempts++)
        {
            var ladder = CrashLadder.For(attempts, wait);

            Assert.True(ladder.Length < attempts);
            Assert.All(ladder, step => Assert.Equal(TimeSpan.FromSeconds(40), step));
        }
    }
}
