using System.Security.Cryptography;
using System.Text;
using Webhooks.Signing;
using static Webhooks.Tests.Unit.Signing.SigningVectors;

namespace Webhooks.Tests.Unit.Signing;

public sealed class WebhookSignerTests
{
    [Fact]
    public void Sign_StandardVector_MatchesTheLibraries()
    {
        var signed = WebhookSigner.Sign([new SigningKey(StandardSecret)], SignatureProfile.Standard, Id, Timestamp, Body);

        Assert.Equal(StandardSignature, signed.Standard);
        Assert.Equal("1614265330", signed.Timestamp);
    }

    [Fact]
    public void Sign_StripeVector_MatchesTheLibrary()
    {
        var signed = WebhookSigner.Sign([new SigningKey(StripeSecret)], SignatureProfile.Stripe, Id, Timestamp, Body);

        Assert.Equal(StripeSignature, signed.Stripe);
    }

    [Theory]
    [InlineData(StripeSecret)]
    [InlineData("whsec_dG9vIHNob3J0")]
    [InlineData("a plain sécret")]
    public void Sign_StandardWithSecretOfAnotherForm_KeysWithItsUtf8Bytes(string secret)
    {
        var signed = WebhookSigner.Sign([new SigningKey(secret)], SignatureProfile.Standard, Id, Timestamp, Body);

        var content = Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Encoding.UTF8.GetString(Body)}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), content)), signed.Standard);
    }

    [Fact]
    public void Sign_XWebhookSignature_IsTheHmacOfTheBodyUnderTheWholeSecret()
    {
        var signed = WebhookSigner.Sign([new SigningKey(StandardSecret)], SignatureProfile.XWebhookSignature, Id, Timestamp, Body);

        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(StandardSecret), Body.ToArray());
        Assert.Equal("sha256=" + Convert.ToHexStringLower(mac), signed.XWebhook);
    }

    [Fact]
    public void Sign_TwoLiveSecrets_CarriesASignatureOfEachButOneInXWebhookSignature()
    {
        SigningKey newest = new(WebhookSecret.Generate()), oldest = new(StandardSecret);

        var both = WebhookSigner.Sign([newest, oldest], SignatureProfile.All, Id, Timestamp, Body);
        var first = WebhookSigner.Sign([newest], SignatureProfile.All, Id, Timestamp, Body);
        var second = WebhookSigner.Sign([oldest], SignatureProfile.All, Id, Timestamp, Body);

        Assert.Equal($"{first.Standard} {second.Standard}", both.Standard);
        Assert.Equal($"{first.Stripe},{second.Stripe!.Split(',')[1]}", both.Stripe);
        Assert.Equal(second.XWebhook, both.XWebhook);
    }

    [Theory]
    [InlineData(SignatureProfile.Stripe, true, false, false)]
    [InlineData(SignatureProfile.Standard, false, true, false)]
    [InlineData(SignatureProfile.XWebhookSignature, false, false, true)]
    [InlineData(SignatureProfile.All, true, true, true)]
    public void Sign_Profile_LimitsTheHeaders(SignatureProfile profile, bool stripe, bool standard, bool xWebhook)
    {
        var signed = WebhookSigner.Sign([new SigningKey(StandardSecret)], profile, Id, Timestamp, Body);

        Assert.Equal((stripe, standard, xWebhook), (signed.Stripe is not null, signed.Standard is not null, signed.XWebhook is not null));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(900)]
    [InlineData(1024)]
    [InlineData(256 * 1024)]
    public void Sign_BodyOfAnyLength_CanBeVerified(int length)
    {
        var body = new byte[length];
        Random.Shared.NextBytes(body);
        SigningKey[] keys = [new(WebhookSecret.Generate())];

        var signed = WebhookSigner.Sign(keys, SignatureProfile.All, Id, Timestamp, body);

        var received = new ReceivedSignatures(Id, signed.Timestamp, signed.Standard, signed.Stripe, signed.XWebhook);
        Assert.Equal(SignatureProfile.All, WebhookVerifier.Verify(received, body, keys, Now).Valid);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(WebhookSigner.MaxKeys + 1)]
    public void Sign_NoKeyOrTooMany_Throws(int count)
    {
        var keys = Enumerable.Range(0, count).Select(_ => new SigningKey(StandardSecret)).ToArray();

        Assert.Throws<ArgumentOutOfRangeException>(() => WebhookSigner.Sign(keys, SignatureProfile.All, Id, Timestamp, []));
    }

    [Fact]
    public void Sign_ManyThreadsWithOneKey_AllSignaturesAreTheSame()
    {
        SigningKey[] keys = [new(StandardSecret)];
        var expected = WebhookSigner.Sign(keys, SignatureProfile.All, Id, Timestamp, Body);

        Parallel.For(0, 10_000, _ => Assert.Equal(expected, WebhookSigner.Sign(keys, SignatureProfile.All, Id, Timestamp, Body)));
    }

    [Fact]
    public void Sign_MostKeys_FitsEveryHeader()
    {
        var keys = Enumerable.Range(0, WebhookSigner.MaxKeys).Select(_ => new SigningKey(WebhookSecret.Generate())).ToArray();

        var signed = WebhookSigner.Sign(keys, SignatureProfile.All, Id, long.MaxValue, Body);

        Assert.Equal(WebhookSigner.MaxKeys, signed.Standard!.Split(' ').Length);
        Assert.Equal(WebhookSigner.MaxKeys + 1, signed.Stripe!.Split(',').Length);
        Assert.Matches("^sha256=[0-9a-f]{64}$", signed.XWebhook);
    }
}
