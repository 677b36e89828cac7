using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Worker.Sending;

namespace Webhooks.Tests.Unit.Sending;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("HTTP 503: Service Unavailable", "HTTP 503: Service Unavailable")]
    [InlineData("a\u001b[31mb\0c\u0085d\r\ne", "a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFD\uFFFDe")]
    [InlineData("x\u202Ey\u2028z", "x\uFFFDy\uFFFDz")]
    [InlineData("whole \uD83D\uDE00", "whole \uD83D\uDE00")]
    public void Clean_OddCharacters_AreReplaced(string text, string expected) => Assert.Equal(expected, ForeignText.Clean(text));

    // Half a pair is nothing that an attribute can hold.
    [Fact]
    public void Clean_HalvesOfPairs_AreReplaced()
    {
        Assert.Equal("half \uFFFD", ForeignText.Clean("half \uD83D"));
        Assert.Equal("\uFFFD half", ForeignText.Clean("\uDE00 half"));
    }

    [Fact]
    public void Clean_LongText_IsCut()
    {
        Assert.Equal(new string('r', 200) + "…", ForeignText.Clean(new string('r', 30_000)));
        Assert.Equal(new string('r', 199) + "\uFFFD…", ForeignText.Clean(new string('r', 199) + "\uD83D\uDE00"));
    }

    [Theory]
    [InlineData("https://user:pass@host.test:8443/a/b?token=secret#x", "https://host.test:8443/a/b")]
    [InlineData("https://host.test/a/../b//%7Ec?token=secret", "https://host.test/a/../b//%7Ec")]
    [InlineData("https://host.test?token=secret", "https://host.test")]
    [InlineData("https://host.test", "https://host.test/")]
    [InlineData("https://host.test/a#secret", "https://host.test/a")]
    public void LoggedUrl_OfAnEndpoint_LeavesItsSecretsOut(string url, string logged) =>
        Assert.Equal(logged, new LoggedUrl(EndpointUrl.Parse(url)).ToString());

    [Fact]
    public void LoggedUrl_OfAText_LeavesItsSecretsOut() =>
        Assert.Equal("https://host.test:8443/a/b", LoggedUrl.Of("https://user:pass@host.test:8443/a/b?token=secret#x"));
}
