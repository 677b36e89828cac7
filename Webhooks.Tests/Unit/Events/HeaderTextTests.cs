using Webhooks.Core.Events;

namespace Webhooks.Tests.Unit.Events;

public sealed class HeaderTextTests
{
    [Theory]
    [InlineData("user.created", "user.created")]
    [InlineData("50%off(now)", "50%off(now)")]
    [InlineData("commandé", "command%C3%A9")]
    [InlineData("é 100%*'", "%C3%A9%20100%25%2A%27")]
    [InlineData("😀", "%F0%9F%98%80")]
    [InlineData(" lead", "%20lead")]
    public void Encode_AnyText_IsAFieldValueThatDecodesToIt(string text, string expected)
    {
        Assert.Equal(expected, HeaderText.Encode(text));
        Assert.True(expected == text || Uri.UnescapeDataString(expected) == text);
    }
}
