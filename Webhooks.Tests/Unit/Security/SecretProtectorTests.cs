using System.Security.Cryptography;
using Webhooks.Core.Security;

namespace Webhooks.Tests.Unit.Security;

public sealed class SecretProtectorTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Endpoint = "whe_1";

    [Theory]
    [InlineData("")]
    [InlineData(Secret)]
    [InlineData("pässwörd")]
    public void Unprotect_OwnCiphertext_GivesTheSecretBack(string secret)
    {
        var protector = Protector("k1");
        var stored = protector.Protect(secret, Endpoint);

        Assert.Equal(secret, protector.Unprotect(stored, Endpoint));
        Assert.NotEqual(stored, protector.Protect(secret, Endpoint));
    }

    [Fact]
    public void Protect_Layout_IsVersionIdNonceCiphertextTag()
    {
        var stored = Protector("key-1").Protect(Secret, Endpoint);

        Assert.Equal(1, stored[0]);
        Assert.Equal([5, .. "key-1"u8], stored[1..7]);
        Assert.Equal(7 + 12 + Secret.Length + 16, stored.Length);
    }

    [Fact]
    public void Unprotect_AnotherEndpointsCiphertext_Throws()
    {
        var protector = Protector("k1");

        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(protector.Protect(Secret, Endpoint), "whe_2"));
    }

    [Fact]
    public void Unprotect_AnyByteChangedOrCutOff_Throws()
    {
        var protector = Protector("k1");
        var stored = protector.Protect(Secret, Endpoint);
        for (var i = 0; i < stored.Length; i++)
        {
            var damaged = stored.ToArray();
            damaged[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(damaged, Endpoint));
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(stored.AsSpan(0, i), Endpoint));
        }
    }

    [Fact]
    public void Unprotect_AfterRotation_ReadsOldAndWritesNew()
    {
        var stored = Protector("old").Protect(Secret, Endpoint);
        var rotated = Protector("new", "old");

        Assert.Equal(Secret, rotated.Unprotect(stored, Endpoint));
        Assert.Equal((false, true), (rotated.IsCurrent(stored), rotated.IsCurrent(rotated.Protect(Secret, Endpoint))));
        var exception = Assert.Throws<CryptographicException>(() => Protector("new").Unprotect(stored, Endpoint));
        Assert.Contains("'old'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NoKey_OnlyDevelopmentHasOne()
    {
        Assert.Throws<InvalidOperationException>(() => new SecretProtector(new SecurityOptions(), isDevelopment: false));
        var first = new SecretProtector(new SecurityOptions(), isDevelopment: true);
        var second = new SecretProtector(new SecurityOptions(), isDevelopment: true);

        Assert.Equal(Secret, second.Unprotect(first.Protect(Secret, Endpoint), Endpoint));
    }

    [Fact]
    public void Unprotect_DevelopmentSecretElsewhere_IsRefused()
    {
        var stored = new SecretProtector(new SecurityOptions(), isDevelopment: true).Protect(Secret, Endpoint);

        var exception = Assert.Throws<CryptographicException>(() => Protector("k1").Unprotect(stored, Endpoint));
        Assert.Contains("'development-only'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Protect_ManyThreads_DoNotDisturbEachOther()
    {
        var protector = Protector("k1");

        Parallel.For(0, 2_000, i => Assert.Equal($"{Secret}{i}", protector.Unprotect(protector.Protect($"{Secret}{i}", Endpoint), Endpoint)));
    }

    private static SecretProtector Protector(params string[] ids)
    {
        var options = new SecurityOptions();
        foreach (var id in ids)
        {
            options.MasterKeys.Add(new MasterKeyOptions { Id = id, Key = Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id))) });
        }

        return new SecretProtector(options, isDevelopment: false);
    }
}
