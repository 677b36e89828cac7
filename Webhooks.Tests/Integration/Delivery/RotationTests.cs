using System.Text.Json;
using Webhooks.Signing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>Receivers that hold one secret each, at the wire.</summary>
[Trait("Category", "Delivery")]
public sealed class RotationTests
{
    private const SignatureProfile All = SignatureProfile.Stripe | SignatureProfile.Standard | SignatureProfile.XWebhookSignature;

    [Fact]
    public async Task RotateSecret_WithOverlap_SignsForTheOldAndTheNewUntilItEnds()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var secret = await RotateAsync(stack, endpoint, overlapHours: 24);

        var during = await DeliverAsync(endpoint);
        Assert.Equal(All, endpoint.Verify(during).Valid);
        Assert.Equal(SignatureProfile.Stripe | SignatureProfile.Standard, endpoint.Verify(during, secret).Valid);
        Assert.Matches("^sha256=[0-9a-f]{64}$", during[WebhookHeaders.XWebhookSignature]);

        await stack.Database.ExecuteAsync(
            "UPDATE endpoint_secrets SET expires_at = now() WHERE endpoint_id = $1 AND expires_at IS NOT NULL", endpoint.Id.Value);
        await stack.UntilKnownAsync(endpoint);

        var after = await DeliverAsync(endpoint);
        Assert.Equal(SignatureProfile.None, endpoint.Verify(after).Valid);
        Assert.Equal(All, endpoint.Verify(after, secret).Valid);
    }

    [Fact]
    public async Task RotateSecret_WithoutOverlap_SignsForTheNewAlone()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        var secret = await RotateAsync(stack, endpoint, overlapHours: 0);

        var visit = await DeliverAsync(endpoint);
        Assert.Equal(SignatureProfile.None, endpoint.Verify(visit).Valid);
        Assert.Equal(All, endpoint.Verify(visit, secret).Valid);
    }

    private static async Task<string> RotateAsync(DeliveryStack stack, TestEndpoint endpoint, int overlapHours)
    {
        using var response = await endpoint.SendAsync(
            HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/rotate-secret", $$"""{"overlap_hours":{{overlapHours}}}""");
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        await stack.UntilKnownAsync(endpoint);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("secret").GetString()!;
    }

    private static async Task<Visit> DeliverAsync(TestEndpoint endpoint)
    {
        var before = endpoint.Visits.Count;
        await endpoint.PostAsync();
        return (await endpoint.UntilVisitsAsync(before + 1))[before];
    }
}
