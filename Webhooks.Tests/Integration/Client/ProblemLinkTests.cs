using System.Net;
using Webhooks.Client;

namespace Webhooks.Tests.Integration.Client;

public sealed class ProblemLinkTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task AnyError_ItsType_LeadsToItsSection()
    {
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => fixture.Admin.Tenants.CreateAsync("-", "https://example.com/"));
        using var http = fixture.Api.Client(null);

        using var answer = await http.GetAsync(new Uri(error.Type!, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal((HttpStatusCode.OK, "text/markdown"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.StartsWith("# validation-failed\n\n**422**", text, StringComparison.Ordinal);
        Assert.DoesNotContain("## ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_UnknownType_IsNotFound()
    {
        using var http = fixture.Api.Client(null);

        using var answer = await http.GetAsync(new Uri("/problems/no-such", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
