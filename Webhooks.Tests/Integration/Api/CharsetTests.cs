using System.Text;
using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

public sealed class CharsetTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("POST", "/v1/events")]
    [InlineData("POST", "/v1/webhooks")]
    [InlineData("PATCH", "/v1/webhooks/whe_x")]
    [InlineData("POST", "/v1/event-types")]
    [InlineData("POST", "/v1/event-types/x/validate")]
    [InlineData("POST", "/v1/dlq/requeue")]
    public async Task Send_BodyInUnknownCharset_IsRefused(string method, string url)
    {
        using var client = fixture.Api.Client(LocalTenants.ApiKey("acme"));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"url":"https://example.com"}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=nonsense");

        (await client.SendAsync(method, url, content)).AssertProblem(415, "unsupported-media-type");
    }
}
