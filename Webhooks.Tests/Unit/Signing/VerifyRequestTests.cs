using Microsoft.Extensions.Time.Testing;
using Webhooks.Signing;
using static Webhooks.Tests.Unit.Signing.SigningVectors;

namespace Webhooks.Tests.Unit.Signing;

/// <summary>The verifier as a receiver's author uses it: headers, body and secrets as they come.</summary>
public sealed class VerifyRequestTests
{
    private static readonly FakeTimeProvider Clock = new(Now);

    [Fact]
    public void Verify_StandardVector_IsValidUnderThatSchemeAlone()
    {
        var result = Verify(StandardHeaders(), StandardSecret);

        Assert.Equal((true, true, SignatureProfile.Standard), (result.IsVerified, result.IsFresh, result.Valid));
    }

    [Fact]
    public void Verify_StripeVector_IsValidUnderThatSchemeAlone()
    {
        var result = Verify(new() { ["Stripe-Signature"] = StripeSignature }, StripeSecret);

        Assert.Equal((true, true, SignatureProfile.Stripe), (result.IsVerified, result.IsFresh, result.Valid));
    }

    [Fact]
    public void Verify_LookupInsteadOfPairs_GivesTheSame()
    {
        var headers = AllHeaders(StandardSecret);

        var result = WebhookVerifier.Verify(headers.GetValueOrDefault, Body, [StandardSecret], time: Clock);

        Assert.Equal(SignatureProfile.All, result.Valid);
        Assert.Equal(Verify(headers, StandardSecret), result);
    }

    [Fact]
    public void Verify_NamesInAnyCaseAndOrder_AreFound()
    {
        var shouted = AllHeaders(StandardSecret).Reverse().Select(pair => KeyValuePair.Create(pair.Key.ToUpperInvariant(), pair.Value));

        Assert.Equal(SignatureProfile.All, WebhookVerifier.Verify(shouted, Body, [StandardSecret], time: Clock).Valid);
    }

    [Fact]
    public void Verify_RepeatedHeader_CountsTheFirst()
    {
        KeyValuePair<string, string>[] twice =
            [KeyValuePair.Create("Stripe-Signature", StripeSignature), KeyValuePair.Create("Stripe-Signature", "t=1,v1=" + new string('0', 64))];

        Assert.True(WebhookVerifier.Verify(twice, Body, [StripeSecret], time: Clock).IsVerified);
        Assert.False(WebhookVerifier.Verify(twice.Reverse(), Body, [StripeSecret], time: Clock).IsVerified);
    }

    [Fact]
    public void Verify_BodyAlone_IsVerifiedButNotFresh()
    {
        var headers = AllHeaders(StandardSecret);
        var stripped = headers.Where(pair => pair.Key == WebhookHeaders.XWebhookSignature);

        var result = WebhookVerifier.Verify(stripped, Body, [StandardSecret], time: new FakeTimeProvider(Now.AddYears(1)));

        Assert.Equal((true, false), (result.IsVerified, result.IsFresh));
    }

    [Fact]
    public void Verify_WrongSecret_NamesTheHeader()
    {
        var result = Verify(StandardHeaders(), "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(SchemeVerdict.Mismatch, result.Standard);
        Assert.Equal("webhook-signature does not match the body and any live secret.", result.Reason);
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void Verify_TimestampFarFromNow_IsRefused(int seconds)
    {
        var result = WebhookVerifier.Verify(AllHeaders(StandardSecret), Body, [StandardSecret], time: new FakeTimeProvider(Now.AddSeconds(seconds)));

        Assert.Equal((false, false), (result.IsVerified, result.IsFresh));
        Assert.Equal("The timestamp of Stripe-Signature is too far from now.", result.Reason);
    }

    [Fact]
    public void Verify_NarrowerTolerance_IsApplied()
    {
        var clock = new FakeTimeProvider(Now.AddSeconds(20));

        Assert.True(WebhookVerifier.Verify(StandardHeaders(), Body, [StandardSecret], TimeSpan.FromSeconds(20), clock).IsVerified);
        Assert.False(WebhookVerifier.Verify(StandardHeaders(), Body, [StandardSecret], TimeSpan.FromSeconds(19), clock).IsVerified);
    }

    [Theory]
    [InlineData("the-old-secret")]
    [InlineData("the-new-secret")]
    public void Verify_ReceiverHoldsBothSecretsOfARotation_EitherSenderPasses(string signer)
    {
        var headers = AllHeaders(signer);

        Assert.Equal(SignatureProfile.All, Verify(headers, "the-old-secret", "the-new-secret").Valid);
        Assert.False(Verify(headers, "a-third-secret").IsVerified);
    }

    [Theory]
    [InlineData("webhook-id", "")]
    [InlineData("webhook-timestamp", "soon")]
    [InlineData("webhook-timestamp", "+1614265330")]
    [InlineData("webhook-signature", "v1")]
    [InlineData("webhook-signature", "v1,not-base64")]
    [InlineData("webhook-signature", "v1,AAAA")]
    public void Verify_UnreadableHeader_IsMalformed(string name, string value)
    {
        var headers = StandardHeaders();
        headers[name] = value;

        Assert.Equal(SchemeVerdict.Malformed, Verify(headers, StandardSecret).Standard);
    }

    [Fact]
    public void Verify_NoSecrets_NothingIsVerified()
    {
        Assert.False(Verify(StandardHeaders()).IsVerified);
        Assert.False(Verify(StandardHeaders(), "").IsVerified);
    }

    private static VerificationResult Verify(Dictionary<string, string> headers, params string[] secrets) =>
        WebhookVerifier.Verify(headers, Body, secrets, time: Clock);

    private static Dictionary<string, string> StandardHeaders() => new()
    {
        ["webhook-id"] = Id,
        ["webhook-timestamp"] = "1614265330",
        ["webhook-signature"] = StandardSignature,
    };

    private static Dictionary<string, string> AllHeaders(string secret)
    {
        var signed = WebhookSigner.Sign([new SigningKey(secret)], SignatureProfile.All, Id, Timestamp, Body);
        return new Dictionary<string, string>
        {
            [WebhookHeaders.Id] = Id,
            [WebhookHeaders.Timestamp] = signed.Timestamp,
            [WebhookHeaders.StandardSignature] = signed.Standard!,
            [WebhookHeaders.StripeSignature] = signed.Stripe!,
            [WebhookHeaders.XWebhookSignature] = signed.XWebhook!,
        };
    }
}
