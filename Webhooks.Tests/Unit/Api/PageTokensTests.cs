using Microsoft.Extensions.Options;
using Webhooks.Api.Paging;

namespace Webhooks.Tests.Unit.Api;

public sealed class PageTokensTests
{
    private static readonly byte[] Cursor = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];

    [Fact]
    public void TryRead_OwnToken_GivesTheCursorBack()
    {
        var tokens = Tokens("a key of enough length");
        var read = new byte[Cursor.Length];

        Assert.True(tokens.TryRead("scope", tokens.Create("scope", Cursor), read));

        Assert.Equal(Cursor, read);
    }

    [Fact]
    public void TryRead_ByAnotherProcessWithTheSameKey_GivesTheCursorBack()
    {
        var token = Tokens("a key of enough length").Create("scope", Cursor);

        Assert.True(Tokens("a key of enough length").TryRead("scope", token, new byte[Cursor.Length]));
        Assert.False(Tokens("another key of that sort").TryRead("scope", token, new byte[Cursor.Length]));
    }

    [Theory]
    [InlineData("scope2", 18)]
    [InlineData("scope", 16)]
    [InlineData("scope", 19)]
    public void TryRead_OtherScopeOrLength_Fails(string scope, int length)
    {
        var tokens = Tokens("a key of enough length");

        Assert.False(tokens.TryRead(scope, tokens.Create("scope", Cursor), new byte[length]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("=")]
    [InlineData("not base64 url")]
    [InlineData("\u00e9\u00e9\u00e9\u00e9")]
    public void TryRead_Garbage_Fails(string token)
    {
        Assert.False(Tokens("a key of enough length").TryRead("scope", token, new byte[Cursor.Length]));
        Assert.False(Tokens("a key of enough length").TryRead("scope", new string('A', 100_000), new byte[Cursor.Length]));
    }

    private static PageTokens Tokens(string key) => new(Options.Create(new PagingOptions { TokenKey = key }));
}
