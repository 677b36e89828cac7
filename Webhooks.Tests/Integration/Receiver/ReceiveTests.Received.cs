using System.Net;
using System.Text;
using System.Text.Json;
using Webhooks.Signing;

namespace Webhooks.Tests.Integration.Receiver;

// What the receiver shows of what came.
public sealed partial class ReceiveTests
{
    [Fact]
    public async Task Received_SignedWebhook_ShowsWhatCame()
    {
        var body = Unique(out var text);
        using var response = await _receiver.SendSignedAsync(body, change: static request =>
        {
            request.Headers.Add("X-Webhook-Event", "user.created");
            request.Headers.Add("X-Webhook-Attempt", "3");
            request.Headers.Add("X-Own", "yes");
            request.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        });

        var shown = (await LatestAsync()).First(webhook => webhook.TryGetProperty("body", out var shownBody) && shownBody.ValueEquals(text));
        Assert.Equal("acme", shown.GetProperty("tenant_id").GetString());
        Assert.Equal("msg_1", shown.GetProperty("webhook_id").GetString());
        Assert.Equal("user.created", shown.GetProperty("event_type").GetString());
        Assert.Equal(3, shown.GetProperty("attempt").GetInt32());
        Assert.Equal(200, shown.GetProperty("status_code").GetInt32());
        Assert.True(shown.GetProperty("verified").GetBoolean());
        Assert.Equal("""{"stripe":"valid","standard":"valid","x-webhook-signature":"valid"}""", shown.GetProperty("signatures").GetRawText());
        Assert.Equal("yes", shown.GetProperty("headers").GetProperty("X-Own").GetString());
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", shown.GetProperty("trace_id").GetString());
        Assert.Equal(body, shown.GetProperty("body_base64").GetBytesFromBase64());
        Assert.InRange(shown.GetProperty("received_at").GetDateTimeOffset(), TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task Received_BodyThatIsNotText_IsByteExactInBase64()
    {
        byte[] body = [0xff, 0xfe, .. Unique(out _)];
        using var response = await _receiver.SendSignedAsync(body);

        var shown = (await LatestAsync()).First(webhook => webhook.GetProperty("body_base64").GetBytesFromBase64().SequenceEqual(body));
        Assert.False(shown.TryGetProperty("body", out _));
    }

    [Fact]
    public async Task Received_RefusedWebhook_SaysWhy()
    {
        var body = Unique(out var text);
        using var response = await _receiver.SendSignedAsync(body, profile: SignatureProfile.Stripe, age: TimeSpan.FromMinutes(10));

        var shown = (await LatestAsync()).First(webhook => webhook.TryGetProperty("body", out var shownBody) && shownBody.ValueEquals(text));
        Assert.False(shown.GetProperty("verified").GetBoolean());
        Assert.Equal(401, shown.GetProperty("status_code").GetInt32());
        Assert.Equal("timestamp_out_of_tolerance", shown.GetProperty("signatures").GetProperty("stripe").GetString());
        Assert.Equal("absent", shown.GetProperty("signatures").GetProperty("standard").GetString());
    }

    [Fact]
    public async Task Received_AcceptedTwice_MarksTheRepeat()
    {
        var body = Unique(out var text);
        for (var i = 0; i < 2; i++)
        {
            using var response = await _receiver.SendSignedAsync(body, profile: SignatureProfile.XWebhookSignature);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var shown = (await LatestAsync()).Where(webhook => webhook.TryGetProperty("body", out var shownBody) && shownBody.ValueEquals(text));
        Assert.Equal([true, false], shown.Select(webhook => webhook.TryGetProperty("repeat", out _)));
    }

    [Fact]
    public async Task Received_Credentials_AreMasked()
    {
        var body = Unique(out var text);
        using var response = await _receiver.SendSignedAsync(body, change: static request =>
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer of-great-value");
            request.Headers.TryAddWithoutValidation("X-Api-Key", "of-great-value");
            request.Headers.TryAddWithoutValidation("Cookie", "of-great-value");
            request.Headers.TryAddWithoutValidation("X-Upstream", "Basic of-great-value");
        });

        var shown = (await LatestAsync()).First(webhook => webhook.TryGetProperty("body", out var shownBody) && shownBody.ValueEquals(text));
        Assert.DoesNotContain("of-great-value", shown.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("***", shown.GetProperty("headers").GetProperty("Authorization").GetString());
    }

    [Fact]
    public async Task Page_AfterAWebhook_ShowsItWithoutLoadingAnything()
    {
        using var sent = await _receiver.SendSignedAsync(Encoding.UTF8.GetBytes($$"""{"n":"<script>{{Guid.NewGuid()}}"}"""));

        using var response = await _receiver.Client.GetAsync(new Uri("/", UriKind.Relative));

        var page = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'; style-src 'nonce-", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("POST /{tenantId}/webhook", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script|<img|<link|src=|https?://", page);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("many")]
    public async Task Received_BadLimit_Is400(string limit)
    {
        using var response = await _receiver.Client.GetAsync(new Uri($"/received?limit={limit}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private async Task<JsonElement[]> LatestAsync()
    {
        var received = await _receiver.GetJsonAsync("/received?limit=1000");
        return [.. received.GetProperty("received").EnumerateArray().Where(webhook => webhook.TryGetProperty("body_base64", out _))];
    }
}
