using Webhooks.Core.Retries;

namespace Webhooks.Tests.Unit.Retries;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(1994, 11, 6, 8, 49, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData(" 30 ", 30)]
    [InlineData("-5", 0)]
    [InlineData("99999999999999999999", 31_536_000)]
    [InlineData("4294967295", 31_536_000)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 30)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 30)]
    [InlineData("Sun Nov  6 08:49:37 1994", 30)]
    [InlineData("Wed Nov 16 08:49:07 1994", 864_000)]
    [InlineData("Sun, 06 Nov 1994 08:00:00 GMT", 0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 31_536_000)]
    public void TryParse_ValidForm_GivesTheDelay(string header, int seconds)
    {
        Assert.True(RetryAfter.TryParse(header, Now, out var delay));
        Assert.Equal(seconds, delay.TotalSeconds);
    }

    [Theory]
    [InlineData(2026, 1, "Monday, 01-Feb-27 00:00:00 GMT", 2027)]
    [InlineData(2070, 1, "Tuesday, 01-Feb-71 00:00:00 GMT", 2071)]
    public void TryParse_TwoDigitYear_IsTheNearestCentury(int year, int month, string header, int expectedYear)
    {
        var now = new DateTimeOffset(year, month, 31, 0, 0, 0, TimeSpan.Zero).AddYears(1);

        Assert.True(RetryAfter.TryParse(header, now, out var delay));
        Assert.Equal(new DateTimeOffset(expectedYear, 2, 1, 0, 0, 0, TimeSpan.Zero) - now, delay);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("+5")]
    [InlineData("10 s")]
    [InlineData("Sun, 06 Nov 1994 08:49:37 CET")]
    [InlineData("Sun, 32 Nov 1994 08:49:37 GMT")]
    [InlineData("1994-11-06T08:49:37Z")]
    public void TryParse_AnythingElse_IsFalse(string? header) => Assert.False(RetryAfter.TryParse(header, Now, out _));
}
