using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Webhooks.Signing;

namespace Webhooks.Tests.Integration.Receiver;

public sealed partial class ReceiveTests(StandAloneReceiver receiver) : IClassFixture<StandAloneReceiver>
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

    private async Task AssertRefusedAsync(SignatureProfile profile, TimeSpan age = default, Action<HttpRequestMessage>? change = null)
    {
        using var response = await _receiver.SendSignedAsync(Unique(out _), profile: profile, age: age, change: change);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}
