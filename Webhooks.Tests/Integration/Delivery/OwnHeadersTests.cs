using System.Text.Json;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>The headers of an endpoint's owner: each arrives, or is refused when it is given.</summary>
[Trait("Category", "Delivery")]
public sealed class OwnHeadersTests
{
    // The permanent names of RFC 9110 to 9112 and their companions, and some that products use.
    private static readonly string[] Names =
    [
        "A-IM", "Accept", "Accept-CH", "Accept-Charset", "Accept-Datetime", "Accept-Encoding", "Accept-Language", "Accept-Patch", "Accept-Post",
        "Accept-Ranges", "Access-Control-Allow-Origin", "Access-Control-Request-Method", "Age", "Allow", "ALPN", "Alt-Svc", "Alt-Used",
        "Authentication-Info", "Authorization", "baggage", "Cache-Control", "Cache-Status", "CDN-Cache-Control", "Close", "Connection",
        "Content-Digest", "Content-Disposition", "Content-Encoding", "Content-ID", "Content-Language", "Content-Length", "Content-Location",
        "Content-MD5", "Content-Range", "Content-Security-Policy", "Content-Type", "Cookie", "DASL", "Date", "Depth", "Destination", "DNT",
        "Digest", "Early-Data", "ETag", "Expect", "Expires", "Forwarded", "From", "Host", "HTTP2-Settings", "Idempotency-Key", "If",
        "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Keep-Alive", "Last-Modified", "Link",
        "Location", "Lock-Token", "Max-Forwards", "MIME-Version", "Origin", "Overwrite", "P3P", "Pragma", "Prefer", "Priority",
        "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "Public", "Range", "Referer", "Refresh", "Repr-Digest",
        "Retry-After", "Sec-Fetch-Site", "Sec-WebSocket-Key", "Server", "Set-Cookie", "Signature", "Signature-Input", "Stripe-Signature", "TE",
        "Timeout", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "Vary", "Via", "Warning", "Want-Digest", "webhook-id",
        "WWW-Authenticate", "X-Api-Key", "X-Forwarded-For", "X-Webhook-Event", "X-Webhook-Signature", "x-lower", "_under", "!#$%&'*+-.^_`|~0",
    ];

    [Fact]
    public async Task Create_EveryHeaderNameOfHttp_ArrivesOrIsRefusedByName()
    {
        var stack = await DeliveryStack.GetAsync();
        var tenant = await stack.AddEndpointAsync();
        var accepted = new List<string>();
        foreach (var name in Names)
        {
            var body = JsonSerializer.Serialize(new
            {
                url = stack.Receiver.Url(PathOf(tenant, name)),
                headers = new Dictionary<string, string> { [name] = ValueOf(name) },
            });
            using var response = await tenant.SendAsync(HttpMethod.Post, "/v1/webhooks", body);
            var answer = await response.Content.ReadAsStringAsync();
            using var json = JsonDocument.Parse(answer);
            if ((int)response.StatusCode == 201)
            {
                accepted.Add(name);
                Assert.Equal("***", json.RootElement.GetProperty("headers").GetProperty(name).GetString());
            }
            else
            {
                Assert.True((int)response.StatusCode == 422, answer);
                Assert.Contains($"'{name}'", json.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }

        Assert.Contains("Expires", accepted);
        Assert.Contains("Content-Language", accepted);
        await stack.UntilKnownAsync(tenant);
        await tenant.PostAsync();

        foreach (var name in accepted)
        {
            var visit = (await stack.Receiver.UntilVisitsAsync(PathOf(tenant, name), 1))[0];
            Assert.Equal((name, ValueOf(name)), (name, visit.Headers.GetValueOrDefault(name)));
        }
    }

    [Fact]
    public async Task Change_Headers_AreStoredEncryptedAndShownMasked()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Patch, $"/v1/webhooks/{endpoint.Id}", """{"headers":{"Authorization":"Bearer of-great-value"}}"""));

        var stored = Assert.Single(await stack.Database.ReadAsync("SELECT headers::text FROM endpoints WHERE endpoint_id = $1", row => row.GetString(0), endpoint.Id.Value));

        Assert.StartsWith("""{"Authorization": "AR""", stored, StringComparison.Ordinal);
        using var read = await endpoint.SendAsync(HttpMethod.Get, $"/v1/webhooks/{endpoint.Id}", body: null);
        var shown = await read.Content.ReadAsStringAsync();
        Assert.Contains("***", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("of-great-value", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("***")]
    [InlineData("")]
    [InlineData(" a")]
    [InlineData("a ")]
    public async Task Change_ValueThatWouldNotArrive_IsRefused(string value)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        Assert.Equal(422, await endpoint.StatusAsync(HttpMethod.Patch, $"/v1/webhooks/{endpoint.Id}", $$$"""{"headers":{"X-A":"{{{value}}}"}}"""));
    }

    private static string PathOf(TestEndpoint tenant, string name) => $"{tenant.Path}/{Array.IndexOf(Names, name)}";

    private static string ValueOf(string name) => $"value of, {name}; q=\"1\"";
}
