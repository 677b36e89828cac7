using System.Security.Cryptography;
using System.Text;
using Webhooks.Core.Security;

namespace Webhooks.Tests.Unit.Security;

public sealed class ApiKeysTests
{
    [Fact]
    public void Generate_Key_HasTheFormAndItsHash()
    {
        var key = ApiKeys.Generate();

        Assert.Matches("^whk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", key.Key);
        Assert.Equal(key.Key[4..12], key.Prefix);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(key.Key)), key.Hash);
        Assert.DoesNotContain(key.Key[13..], key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_ManyKeys_NeverRepeats() =>
        Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => ApiKeys.Generate().Key).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData(0)]
    [InlineData(56)]
    [InlineData(170)]
    [InlineData(171)]
    [InlineData(40_000)]
    public void Hash_AnyLength_IsSha256OfTheUtf8Bytes(int length)
    {
        var key = new string('ü', length);

        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(key)), ApiKeys.Hash(key));
    }

    [Fact]
    public void Hash_IntoASpan_AllocatesNothing()
    {
        var key = ApiKeys.Generate().Key;
        var hash = new byte[ApiKeys.HashBytes];
        ApiKeys.Hash(key, hash);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ApiKeys.Hash(key, hash);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData("whk_abcd1234_secret", "abcd1234")]
    [InlineData("whk_abcd1234_", "")]
    [InlineData("whk_abcd1234", "")]
    [InlineData("whk_abcd123_secret_", "")]
    [InlineData("tenant_acme_key", "")]
    [InlineData("", "")]
    public void VisiblePrefix_KeyOrNot_GivesThePrefixOrNothing(string key, string prefix) =>
        Assert.Equal(prefix, ApiKeys.VisiblePrefix(key).ToString());
}
