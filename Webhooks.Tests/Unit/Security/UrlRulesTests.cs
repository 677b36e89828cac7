using Webhooks.Core.Security;

namespace Webhooks.Tests.Unit.Security;

public sealed class UrlRulesTests
{
    [Theory]
    [InlineData("https://example.com", "https://example.com/")]
    [InlineData("https://EXAMPLE.com:8443/Hooks?a=1", "https://example.com:8443/Hooks?a=1")]
    [InlineData("https://xn--bcher-kva.example/%C3%BC", "https://xn--bcher-kva.example/%C3%BC")]
    [InlineData("https://8.8.8.8/", "https://8.8.8.8/")]
    [InlineData("https://0x08.8.8.8/", "https://8.8.8.8/")]
    [InlineData("https://134744072/", "https://8.8.8.8/")]
    [InlineData("https://[2606:4700::1111]/", "https://[2606:4700::1111]/")]
    [InlineData("https://example.com./a@b", "https://example.com./a@b")]
    [InlineData("https://3com.com/", "https://3com.com/")]
    [InlineData("https://localhost.example.com/", "https://localhost.example.com/")]
    public void Check_PublicUrl_IsAllowedInCanonicalForm(string url, string canonical)
    {
        var verdict = Rules().Check(url);

        Assert.Equal((true, canonical), (verdict.IsAllowed, verdict.Url?.AbsoluteUri));
    }

    [Theory]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://127.0.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0X7F.0.0.1/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://017700000001/")]
    [InlineData("https://0177.0x0.0.01/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[0:0:0:0:0:0:0:1]:443/")]
    [InlineData("https://[::ffff:127.0.0.1]/")]
    [InlineData("https://[::ffff:7f00:1]/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST.:8080/")]
    [InlineData("https://tenant.localhost/")]
    public void Check_AnySpellingOfLoopback_IsRefusedAsLoopback(string url) => Assert.Equal("loopback", Rules().Check(url).Rule);

    [Theory]
    [InlineData(null, "url-required")]
    [InlineData("", "url-required")]
    [InlineData(" https://example.com", "url-characters")]
    [InlineData("https://exa mple.com", "url-characters")]
    [InlineData("https://example.com/\n", "url-characters")]
    [InlineData("https://bücher.example/", "url-characters")]
    [InlineData("https://①②⑦.0.0.1/", "url-characters")]
    [InlineData("https://127。0。0。1/", "url-characters")]
    [InlineData("https:\\\\127.0.0.1\\", "url-characters")]
    [InlineData("https://example.com\\@127.0.0.1/", "url-characters")]
    [InlineData("/hooks", "url-absolute")]
    [InlineData("example.com/hooks", "url-absolute")]
    [InlineData("https:example.com", "url-absolute")]
    [InlineData("https:/127.0.0.1/", "url-absolute")]
    [InlineData("https://", "url-absolute")]
    [InlineData("https://[::1/", "url-absolute")]
    [InlineData("http://example.com/", "https-only")]
    [InlineData("ftp://example.com/", "url-scheme")]
    [InlineData("file:///etc/passwd", "url-scheme")]
    [InlineData("gopher://example.com/", "url-scheme")]
    [InlineData("https://user:secret@example.com/", "url-userinfo")]
    [InlineData("https://@127.0.0.1/", "url-userinfo")]
    [InlineData("https://example.com@127.0.0.1/", "url-userinfo")]
    [InlineData("https://[fe80::1%25eth0]/", "zone-id")]
    [InlineData("https://[fe80::1%eth0]/", "zone-id")]
    [InlineData("https://[2606:4700::1111%251]/", "zone-id")]
    [InlineData("https://example.com:0/", "url-port")]
    [InlineData("https://example.com:99999/", "url-port")]
    [InlineData("https://[2606:4700::1]:65536/", "url-port")]
    [InlineData("https://example.com:80a", "url-port")]
    [InlineData("https://example.com/a#b", "url-fragment")]
    [InlineData("https://example.com#b", "url-fragment")]
    [InlineData("https://example.com?a=1", "url-path")]
    [InlineData("https://127.0.0.1./", "url-host")]
    [InlineData("https://256.256.256.256/", "url-host")]
    [InlineData("https://127.0.0.0.1/", "url-host")]
    [InlineData("https://example.0x7f/", "url-host")]
    [InlineData("https://09.0.0.1/", "url-host")]
    [InlineData("https://99999999999/", "url-host")]
    [InlineData("https://169.254.169.254/latest/meta-data/", "metadata")]
    [InlineData("https://[fd00:ec2::254]/", "metadata")]
    [InlineData("https://10.0.0.1/", "private")]
    [InlineData("https://0/", "this-network")]
    [InlineData("https://[64:ff9b::a00:1]/", "nat64:private")]
    public void Check_UnusableUrl_NamesTheRuleAndTellsWhy(string? url, string rule)
    {
        var verdict = Rules().Check(url);

        Assert.Equal((rule, false), (verdict.Rule, verdict.IsAllowed));
        Assert.EndsWith(".", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://%31%32%37.0.0.1/")]
    [InlineData("https://%6c%6fcalhost/")]
    public void Check_PercentEncodedHost_IsRefused(string url) => Assert.False(Rules().Check(url).IsAllowed);

    [Fact]
    public void Check_Length_AllowsUpToTheLimit()
    {
        var longest = "https://example.com/".PadRight(UrlRules.MaxLength, 'a');

        Assert.True(Rules().Check(longest).IsAllowed);
        Assert.Equal("url-length", Rules().Check(longest + "a").Rule);
    }

    [Fact]
    public void Check_LocalStack_AllowsHttpToLoopback()
    {
        var rules = Rules(new SecurityOptions { AllowHttp = true, AllowedNetworks = { "127.0.0.0/8", "::1" } });

        Assert.True(rules.Check("http://localhost:9001/acme/webhook").IsAllowed);
        Assert.True(rules.Check("http://[::1]:9001/").IsAllowed);
        Assert.Equal("private", rules.Check("http://10.0.0.1/").Rule);
    }

    [Theory]
    [InlineData("https://hooks.example.com/a", true)]
    [InlineData("https://HOOKS.example.com/a", true)]
    [InlineData("https://evil.test/?https://hooks.example.com/", false)]
    [InlineData("https://hooks.example.com.evil.test/", false)]
    [InlineData("https://other.test/", true)]
    [InlineData("https://other.test/x", false)]
    [InlineData("https://hooks.example.com/a/../b", true)]
    [InlineData("https://third.test/safe/a", true)]
    [InlineData("https://third.test/safe/../admin", false)]
    [InlineData("https://third.test/admin/../safe/a", false)]
    public void Check_AllowList_MatchesTheWholeUrl(string url, bool allowed)
    {
        var verdict = Rules(new SecurityOptions { UrlAllowList = @"https://hooks\.example\.com/.*|https://other\.test/|https://third\.test/safe/.*" }).Check(url);

        Assert.Equal((allowed, allowed ? null : "url-allow-list"), (verdict.IsAllowed, verdict.Rule));
    }

    [Theory]
    [InlineData("https://hooks.example.com/a", true)]
    [InlineData("https://HOOKS.example.com./a", true)]
    [InlineData("https://a.b.below.test/", true)]
    [InlineData("https://below.test/", false)]
    [InlineData("https://notbelow.test/", false)]
    [InlineData("https://hooks.example.com.evil.test/", false)]
    [InlineData("https://evil.test/hooks.example.com", false)]
    public void Check_AllowedHosts_AreTheOnlyOnes(string url, bool allowed)
    {
        var verdict = Rules(new SecurityOptions { UrlAllowedHosts = { "hooks.example.com", "*.below.test" } }).Check(url);

        Assert.Equal((allowed, allowed ? null : "url-allowed-hosts"), (verdict.IsAllowed, verdict.Rule));
    }

    [Fact]
    public void Check_AllowListThatBacktracksForEver_RefusesInTime()
    {
        var rules = Rules(new SecurityOptions { UrlAllowList = "https://(([a-z.]+)+)+$", UrlMatchTimeout = TimeSpan.FromMilliseconds(20) });

        Assert.Equal("url-allow-list", rules.Check($"https://example.com/{new string('a', 1500)}!").Rule);
    }

    private static UrlRules Rules(SecurityOptions? options = null) => new(options ?? new SecurityOptions(), new AddressGuard(options ?? new SecurityOptions()));
}
