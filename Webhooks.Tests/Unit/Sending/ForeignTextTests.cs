using Webhooks.Core.Endpoints;
using Webhooks.Worker.Sending;

namespace Webhooks.Tests.Unit.Sending;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("HTTP 503: Service Unavailable", "HTTP 503: Service Unavailable")]
    [InlineData("a\u001b[31mb\0c\u0085d\r\ne", "a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFD\uFFFDe")]
    [InlineData("x\u202Ey\u2028z", "x\uFFFDy\uFFFDz")]
    [InlineData("half \uD83D", "half \uFFFD")]
    [InlineData("\uDE00 half", "\uFFFD half")]
    [InlineData("whole \uD83D\uDE00", "whole \uD83D\uDE00")]
    public void Clean_OddCharacters_AreReplaced(string text, string expected) => Assert.Equal(expected, ForeignText.Clean(text));

    [Fact]
    public void Clean_LongText_IsCut()
    {
        Assert.Equal(new string('r', 200) + "…", ForeignText.Clean(new string('r', 30_000)));
        Assert.Equal(new string('r', 199) + "\uFFFD…", ForeignText.Clean(new string('r', 199) + "\uD83D\uDE00"));
    }

    [Theory]
    [InlineData("order.created", "order.created")]
    [InlineData("two words", "two words")]
    [InlineData("commandé", "command%C3%A9")]
    [InlineData("a b\u20AC", "a%20b%E2%82%AC")]
    public void HeaderText_OfAnyText_FitsAHeader(string text, string expected) => Assert.Equal(expected, HeaderText.Of(text));

    [Fact]
    public void LoggedUrl_WithSecrets_LeavesThemOut() =>
        Assert.Equal("https://host.test:8443/a/b", new LoggedUrl(new Uri("https://user:pass@host.test:8443/a/b?token=secret#x")).ToString());
}
