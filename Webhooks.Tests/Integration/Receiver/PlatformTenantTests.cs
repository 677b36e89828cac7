using System.Net;
using System.Text;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Receiver;

/// <summary>A receiver in Development beside the platform: whoever is a tenant there finds its webhooks accepted here.</summary>
[Trait("Category", "Delivery")]
public sealed class PlatformTenantTests
{
    private const string NewSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OtherSecret = "whsec_bG9jYWwtc2VjcmV0LW9mLWFjbWVsb2NhbC1zZWNyZXQ=";

    [Fact]
    public async Task Post_TenantThatConfigurationDoesNotName_IsKnownFromThePlatform()
    {
        var stack = await DeliveryStack.GetAsync();
        await using var receiver = await ReceiverProcess.StartAsync("--ConnectionStrings:webhooksdb", stack.ConnectionString);
        var tenant = await stack.AddEndpointAsync();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(receiver, tenant, tenant.Secret));

        Assert.Equal(200, await tenant.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{tenant.Id}/rotate-secret", $$"""{"secret":"{{NewSecret}}"}"""));

        Assert.Equal(HttpStatusCode.OK, await SendAsync(receiver, tenant, NewSecret));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(receiver, tenant, OtherSecret));
        using var unknown = await receiver.Client.PostAsync(new Uri("/nobody/webhook", UriKind.Relative), new StringContent("{}"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static async Task<HttpStatusCode> SendAsync(ReceiverProcess receiver, TestEndpoint tenant, string secret)
    {
        using var response = await receiver.SendSignedAsync(Encoding.UTF8.GetBytes($$"""{"n":"{{Guid.NewGuid()}}"}"""), tenant.TenantId, secret: secret);
        return response.StatusCode;
    }
}
