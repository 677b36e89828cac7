using System.Text;
using Webhooks.Signing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Unit.Signing;

public sealed class DotNetLibrariesTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{ "event" : "order.paid", "n": 1.50e+3, "t":"é😀" }""");
    private static readonly string[] All = ["StandardWebhooks", "Stripe.net"];

    [Fact]
    public void Sign_OneSecret_EveryLibraryAccepts()
    {
        var secret = WebhookSecret.Generate();

        Assert.Equal(All, DotNetLibraries.Accepting(Sign(secret), Body, secret));
    }

    [Fact]
    public void Sign_DuringRotation_EveryLibraryAcceptsUnderEitherSecret()
    {
        string newest = WebhookSecret.Generate(), oldest = WebhookSecret.Generate();
        var headers = Sign(newest, oldest);

        Assert.Equal(All, DotNetLibraries.Accepting(headers, Body, newest));
        Assert.Equal(All, DotNetLibraries.Accepting(headers, Body, oldest));
        Assert.Empty(DotNetLibraries.Accepting(headers, Body, WebhookSecret.Generate()));
    }

    [Fact]
    public void Sign_AnyByteChanged_EveryLibraryRefuses()
    {
        var secret = WebhookSecret.Generate();
        var headers = Sign(secret);

        for (var i = 0; i < Body.Length; i++)
        {
            var tampered = Body.ToArray();
            tampered[i] ^= 1;
            Assert.Empty(DotNetLibraries.Accepting(headers, tampered, secret));
        }
    }

    private static Dictionary<string, string> Sign(params string[] secrets)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var signed = WebhookSigner.Sign([.. secrets.Select(secret => new SigningKey(secret))], SignatureProfile.All, "msg_1", now, Body);
        return new(StringComparer.OrdinalIgnoreCase)
        {
            [WebhookHeaders.Id] = "msg_1",
            [WebhookHeaders.Timestamp] = signed.Timestamp,
            [WebhookHeaders.StandardSignature] = signed.Standard!,
            [WebhookHeaders.StripeSignature] = signed.Stripe!,
        };
    }
}
