using Webhooks.Signing;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.OfficialLibraries;

[Trait("Category", "Delivery")]
public sealed class GuideProgramTests
{
    private const string Body = """{"event":"test.happened","n":1}""";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task IntegrationGuide_NodeProgram_TakesADeliveryAndRefusesTheRest(int number)
    {
        var stack = await DeliveryStack.GetAsync();
        await using var program = await GuideProgram.WriteAsync(number);
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single, url: program.Url.AbsoluteUri);
        program.Secret = endpoint.Secret;
        await program.StartAsync();

        var id = await endpoint.PostAsync(Body);

        await stack.UntilAsync(id, "delivered");
        await Eventually.TrueAsync(
            () => Task.FromResult(program.Output.Contains($"evt_{id:N} test.happened", StringComparison.Ordinal)), "the program names the event");
        Assert.Equal(200, await program.PostAsync(Body, Signed(endpoint.Secret, TimeSpan.Zero)));
        Assert.Equal(401, await program.PostAsync(Body + " ", Signed(endpoint.Secret, TimeSpan.Zero)));
        Assert.Equal(401, await program.PostAsync(Body, Signed(WebhookSecret.Generate(), TimeSpan.Zero)));
        Assert.Equal(401, await program.PostAsync(Body, Signed(endpoint.Secret, TimeSpan.FromMinutes(6))));
    }

    private static (string Name, string Value)[] Signed(string secret, TimeSpan age)
    {
        var at = (TimeProvider.System.GetUtcNow() - age).ToUnixTimeSeconds();
        var signed = WebhookSigner.Sign([new SigningKey(secret)], SignatureProfile.All, "msg_1", at, System.Text.Encoding.UTF8.GetBytes(Body));
        return
        [
            (WebhookHeaders.Id, "msg_1"), (WebhookHeaders.Timestamp, signed.Timestamp),
            (WebhookHeaders.StandardSignature, signed.Standard!), (WebhookHeaders.StripeSignature, signed.Stripe!),
        ];
    }
}
