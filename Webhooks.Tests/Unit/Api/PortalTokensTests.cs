using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Webhooks.Api.Portal;
using Webhooks.Core.Security;

namespace Webhooks.Tests.Unit.Api;

public sealed class PortalTokensTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 21, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Token_ReadBack_SaysWhatItWasMadeOf()
    {
        var tokens = Tokens("a");
        var token = Token();

        Assert.Equal(token, tokens.Read(PortalTokens.Link, tokens.Create(PortalTokens.Link, token)));
    }

    [Fact]
    public void Token_Expired_IsNone()
    {
        var tokens = Tokens("a");
        var text = tokens.Create(PortalTokens.Session, Token());

        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.NotNull(tokens.Read(PortalTokens.Session, text));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(tokens.Read(PortalTokens.Session, text));
    }

    [Fact]
    public void Token_OfTheOtherKind_IsNone()
    {
        var tokens = Tokens("a");
        var link = tokens.Create(PortalTokens.Link, Token());

        Assert.Null(tokens.Read(PortalTokens.Session, PortalTokens.Session + link[PortalTokens.Link.Length..]));
    }

    [Fact]
    public void Token_AnyCharacterChanged_IsNone()
    {
        var tokens = Tokens("a");
        var text = tokens.Create(PortalTokens.Link, Token());

        for (var i = 0; i < text.Length - 1; i++)
        {
            Assert.Null(tokens.Read(PortalTokens.Link, string.Concat(text.AsSpan(0, i), text[i] == 'x' ? "y" : "x", text.AsSpan(i + 1))));
            Assert.Null(tokens.Read(PortalTokens.Link, text.AsSpan(0, i)));
        }
    }

    [Fact]
    public void Token_AfterTheMasterKeyWasRotated_IsReadAsLongAsTheOldOneIsThere()
    {
        var text = Tokens("old").Create(PortalTokens.Link, Token());

        Assert.NotNull(Tokens("new", "old").Read(PortalTokens.Link, text));
        Assert.Null(Tokens("new").Read(PortalTokens.Link, text));
    }

    private PortalToken Token() => new("a-tenant", Guid.NewGuid(), Guid.NewGuid(), _time.GetUtcNow().AddTicks(-70), _time.GetUtcNow().AddSeconds(60));

    private PortalTokens Tokens(params string[] keys)
    {
        var options = new SecurityOptions();
        foreach (var key in keys)
        {
            var bytes = new byte[32];
            System.Text.Encoding.ASCII.GetBytes(key, bytes);
            options.MasterKeys.Add(new MasterKeyOptions { Id = key, Key = Convert.ToBase64String(bytes) });
        }

        return new PortalTokens(Options.Create(options), _time);
    }
}
