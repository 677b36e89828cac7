using Webhooks.Signing;
using static Webhooks.Tests.Unit.Signing.SigningVectors;

namespace Webhooks.Tests.Unit.Signing;

public sealed class WebhookVerifierTests
{
    private static readonly SigningKey Key = new(StandardSecret);

    [Fact]
    public void Verify_Untouched_AllSchemesAreValid()
    {
        var result = WebhookVerifier.Verify(Received(), Body, [Key], Now);

        Assert.True(result.IsVerified);
        Assert.Equal(SignatureProfile.All, result.Valid);
        Assert.Null(result.Reason);
    }

    [Fact]
    public void Verify_PublishedVectors_AreValid()
    {
        var standard = new ReceivedSignatures(Id, "1614265330", StandardSignature, null, null);
        var stripe = new ReceivedSignatures(null, null, null, StripeSignature, null);

        Assert.Equal(SchemeVerdict.Valid, WebhookVerifier.Verify(standard, Body, [new SigningKey(StandardSecret)], Now).Standard);
        Assert.Equal(SchemeVerdict.Valid, WebhookVerifier.Verify(stripe, Body, [new SigningKey(StripeSecret)], Now).Stripe);
    }

    [Fact]
    public void Verify_AnyByteOfTheBodyChanged_NoSchemeIsValid()
    {
        for (var i = 0; i < Body.Length; i++)
        {
            var tampered = Body.ToArray();
            tampered[i] ^= 1;

            var result = WebhookVerifier.Verify(Received(), tampered, [Key], Now);

            Assert.Equal(new VerificationResult(SchemeVerdict.Mismatch, SchemeVerdict.Mismatch, SchemeVerdict.Mismatch), result);
        }
    }

    [Fact]
    public void Verify_OtherSecret_IsNotVerified()
    {
        var result = WebhookVerifier.Verify(Received(), Body, [new SigningKey(WebhookSecret.Generate())], Now);

        Assert.False(result.IsVerified);
        Assert.Equal(SignatureProfile.All, result.Present);
        Assert.Contains("Stripe-Signature", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_NoSecret_IsNotVerified() => Assert.False(WebhookVerifier.Verify(Received(), Body, [], Now).IsVerified);

    [Fact]
    public void Verify_OtherIdOrTimestamp_BreaksTheStandardScheme()
    {
        Assert.Equal(SchemeVerdict.Mismatch, Verify(Received() with { Id = "msg_other" }).Standard);
        Assert.Equal(SchemeVerdict.Mismatch, Verify(Received() with { Timestamp = "1614265331" }).Standard);
        Assert.Equal(SchemeVerdict.Mismatch, Verify(Received() with { Stripe = Received().Stripe!.Replace("t=1614265330", "t=1614265331", StringComparison.Ordinal) }).Stripe);
    }

    [Theory]
    [InlineData(-301, SchemeVerdict.TimestampOutOfTolerance)]
    [InlineData(-300, SchemeVerdict.Valid)]
    [InlineData(300, SchemeVerdict.Valid)]
    [InlineData(301, SchemeVerdict.TimestampOutOfTolerance)]
    public void Verify_ClockApart_ToleratesFiveMinutesBothWays(int seconds, SchemeVerdict expected)
    {
        var result = WebhookVerifier.Verify(Received(), Body, [Key], Now.AddSeconds(seconds));

        Assert.Equal((expected, expected, SchemeVerdict.Valid), (result.Stripe, result.Standard, result.XWebhookSignature));
        Assert.Equal(expected == SchemeVerdict.Valid, result.IsVerified);
    }

    [Fact]
    public void Verify_NoHeaders_IsNotVerified()
    {
        var result = Verify(default);

        Assert.False(result.IsVerified);
        Assert.Equal("The request carries no webhook signature.", result.Reason);
    }

    [Fact]
    public void Verify_OneValidAndOneWrong_IsNotVerified()
    {
        Assert.False(Verify(Received() with { XWebhook = "sha256=" + new string('0', 64) }).IsVerified);
    }

    [Theory]
    [InlineData("v1=00,t=1614265330")]
    [InlineData("t=1614265330")]
    [InlineData("t=,v1=")]
    [InlineData("t=01614265330,v1=10c96c6fd3f320fcfc264cdc4f476c15060ede8e8a08404cea2ddf3b72544a9c")]
    [InlineData("t=99999999999999999999,v1=10c96c6fd3f320fcfc264cdc4f476c15060ede8e8a08404cea2ddf3b72544a9c")]
    [InlineData("nonsense")]
    public void Verify_UnreadableStripeHeader_IsMalformed(string header) =>
        Assert.Equal(SchemeVerdict.Malformed, Verify(new ReceivedSignatures(null, null, null, header, null)).Stripe);

    [Theory]
    [InlineData("v1,", Id, "1614265330")]
    [InlineData("v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==", Id, "1614265330")]
    [InlineData(StandardSignature, null, "1614265330")]
    [InlineData(StandardSignature, Id, null)]
    [InlineData(StandardSignature, Id, "yesterday")]
    public void Verify_UnreadableStandardHeaders_IsMalformed(string signature, string? id, string? timestamp) =>
        Assert.Equal(SchemeVerdict.Malformed, Verify(new ReceivedSignatures(id, timestamp, signature, null, null)).Standard);

    [Fact]
    public void Verify_UnknownVersionsBesideAValidOne_AreIgnored()
    {
        var received = Received();
        var result = Verify(received with { Standard = $"v1a,AAAA {received.Standard} v9,BBBB", Stripe = $"{received.Stripe},v0=00" });

        Assert.True(result.IsVerified);
    }

    [Theory]
    [InlineData(0, SignatureProfile.Stripe | SignatureProfile.Standard)]
    [InlineData(1, SignatureProfile.All)]
    public void Verify_DuringRotation_TheSchemesWithListsPassUnderEitherSecret(int held, SignatureProfile valid)
    {
        SigningKey[] live = [new(WebhookSecret.Generate()), Key];
        var signed = WebhookSigner.Sign(live, SignatureProfile.All, Id, Timestamp, Body);
        var received = new ReceivedSignatures(Id, signed.Timestamp, signed.Standard, signed.Stripe, signed.XWebhook);

        Assert.Equal(valid, WebhookVerifier.Verify(received, Body, [live[held]], Now).Valid);
    }

    [Fact]
    public void Verify_SignatureHiddenBehindManyOthers_IsNotSought()
    {
        var flood = string.Concat(Enumerable.Repeat("sha256=" + new string('a', 64) + ",", 100)) + Received().XWebhook;

        Assert.Equal(SchemeVerdict.Mismatch, Verify(new ReceivedSignatures(null, null, null, null, flood)).XWebhookSignature);
    }

    private static VerificationResult Verify(ReceivedSignatures received) => WebhookVerifier.Verify(received, Body, [Key], Now);

    private static ReceivedSignatures Received()
    {
        var signed = WebhookSigner.Sign([Key], SignatureProfile.All, Id, Timestamp, Body);
        return new ReceivedSignatures(Id, signed.Timestamp, signed.Standard, signed.Stripe, signed.XWebhook);
    }
}
