using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Webhooks.Signing;

namespace Webhooks.Tests.Integration.Receiver;

public sealed class ReceiveTests(StandAloneReceiver receiver) : IClassFixture<StandAloneReceiver>
{
    private readonly ReceiverProcess _receiver = receiver.Process;

    [Fact]
    public async Task Post_AllThreeSignatures_IsReceived()
    {
        using var response = await _receiver.SendSignedAsync(Unique(out _));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"status":"received","tenant_id":"acme"}""", await response.Content.ReadAsStringAsync());
        Assert.True(response.Headers.Contains("X-Correlation-Id"));
    }

    [Theory]
    [InlineData(SignatureProfile.Stripe)]
    [InlineData(SignatureProfile.Standard)]
    [InlineData(SignatureProfile.XWebhookSignature)]
    public async Task Post_OneSignature_IsReceived(SignatureProfile profile)
    {
        using var response = await _receiver.SendSignedAsync(Unique(out _), profile: profile);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Post_NoSignature_Is401() => await AssertRefusedAsync(SignatureProfile.None);

    [Theory]
    [InlineData(SignatureProfile.Stripe, 301)]
    [InlineData(SignatureProfile.Standard, 301)]
    [InlineData(SignatureProfile.Stripe, -360)]
    [InlineData(SignatureProfile.Standard, -360)]
    public async Task Post_TimestampOffByMoreThanFiveMinutes_Is401(SignatureProfile profile, int secondsAgo) =>
        await AssertRefusedAsync(profile, age: TimeSpan.FromSeconds(secondsAgo));

    [Theory]
    [InlineData(SignatureProfile.Stripe)]
    [InlineData(SignatureProfile.Standard)]
    [InlineData(SignatureProfile.XWebhookSignature)]
    public async Task Post_BodyChanged_Is401(SignatureProfile profile) =>
        await AssertRefusedAsync(profile, change: static request => request.Content = new StringContent("{\"tampered\":true}"));

    [Fact]
    public async Task Post_UnknownTenant_Is404()
    {
        using var response = await _receiver.SendSignedAsync(Unique(out _), tenant: "nobody");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Post_OtherTenantsSignature_Is401() => await AssertRefusedAsync(
        SignatureProfile.All, change: static request => request.RequestUri = new Uri("/globex/webhook", UriKind.Relative));

    [Theory]
    [InlineData("a-new-secret-of-ours")]
    [InlineData("an-old-secret-of-ours")]
    public async Task Post_TenantWithTwoSecrets_EitherVerifies(string secret)
    {
        var body = Unique(out _);
        var signed = WebhookSigner.Sign([new SigningKey(secret)], SignatureProfile.XWebhookSignature, "msg_1", 0, body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/rotating/webhook") { Content = new ByteArrayContent(body) };
        request.Headers.Add(WebhookHeaders.XWebhookSignature, signed.XWebhook);
        request.Headers.Add(WebhookHeaders.Timestamp, $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}");

        using var response = await _receiver.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Post_WithoutTenant_VerifiesWithTheSingleSecret()
    {
        using var response = await _receiver.SendSignedAsync(
            Unique(out _), tenant: "test-tenant", change: static request => request.RequestUri = new Uri("/webhook", UriKind.Relative));

        Assert.Equal("""{"status":"received"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_BodyOverTheLimit_Is413()
    {
        // Asking first: the receiver closes the connection, which a client that is still sending may see as an error.
        using var response = await _receiver.SendSignedAsync(
            new byte[1024 * 1024 + 1], change: static request => request.Headers.ExpectContinue = true);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

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

    [Theory]
    [InlineData(null)]
    [InlineData(86_400)]
    [InlineData(-360)]
    public async Task Post_RecordingWithoutTheSignaturesThatCarryATime_Is401(int? secondsAgo) =>
        await AssertRefusedAsync(SignatureProfile.XWebhookSignature, change: request =>
        {
            request.Headers.Remove(WebhookHeaders.Timestamp);
            if (secondsAgo is { } age)
            {
                request.Headers.Add(WebhookHeaders.Timestamp, $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - age}");
            }
        });

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
    public async Task Post_BodyThatDoesNotCome_Is408()
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync("127.0.0.1", _receiver.Client.BaseAddress!.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("POST /acme/webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());

        using var reader = new StreamReader(stream);
        var status = await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(40));

        Assert.Equal("HTTP/1.1 408 Request Timeout", status);
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

    [Theory]
    [InlineData("/")]
    [InlineData("/received?limit=1")]
    [InlineData("/status")]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/nothing")]
    public async Task Head_WhereverGetWorks_HasNoBody(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, new Uri(path, UriKind.Relative));
        using var get = await _receiver.Client.GetAsync(request.RequestUri);

        using var head = await _receiver.Client.SendAsync(request);

        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Health_Running_NamesTheService()
    {
        var health = await _receiver.GetJsonAsync("/health");

        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.Equal("webhook-receiver", health.GetProperty("service").GetString());
    }

    private static byte[] Unique(out string text)
    {
        text = $$"""{"n":"{{Guid.NewGuid()}}"}""";
        return Encoding.UTF8.GetBytes(text);
    }

    private async Task<JsonElement[]> LatestAsync()
    {
        var received = await _receiver.GetJsonAsync("/received?limit=1000");
        return [.. received.GetProperty("received").EnumerateArray().Where(webhook => webhook.TryGetProperty("body_base64", out _))];
    }

    private async Task AssertRefusedAsync(SignatureProfile profile, TimeSpan age = default, Action<HttpRequestMessage>? change = null)
    {
        using var response = await _receiver.SendSignedAsync(Unique(out _), profile: profile, age: age, change: change);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}
