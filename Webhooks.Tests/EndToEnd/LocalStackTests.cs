using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd;

/// <summary>The main job, through the AppHost: nothing is replaced and nothing is known but the addresses.</summary>
[Collection(LocalStackUsers.Name)]
public sealed class LocalStackTests(AppHostFixture stack)
{
    [Fact]
    public async Task Post_ReceiverOn_IsDeliveredSignedAndByteForByte()
    {
        const string Body = """{"event":"user.signup",  "user_id":"123"}""";

        var id = await stack.PostAsync(Body);

        await stack.UntilAsync(id, "DELIVERED");
        var webhook = Assert.Single(await stack.ReceivedAsync(id));
        Assert.Equal(Body, webhook.GetProperty("body").GetString());
        Assert.Equal(["valid", "valid", "valid"], webhook.GetProperty("signatures").EnumerateObject().Select(scheme => scheme.Value.GetString()));
    }

    [Fact]
    public async Task Post_WithTraceContext_ReachesTheReceiverInTheSameTrace()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();

        var id = await stack.PostAsync("""{"event":"trace.me"}""", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");

        await stack.UntilAsync(id, "DELIVERED");
        Assert.Equal(trace, Assert.Single(await stack.ReceivedAsync(id)).GetProperty("trace_id").GetString());
    }

    [Fact]
    public async Task Retry_AfterTheReceiverWasOff_DeliversWithTheSecondAttempt()
    {
        await SwitchAsync("disable");
        string id;
        try
        {
            id = await stack.PostAsync("""{"event":"demo.retry"}""");
            await stack.UntilAsync(id, "FAILED");
            var failed = await stack.EventAsync(id);
            Assert.Equal("HTTP 503: Service Unavailable", failed.GetProperty("error_message").GetString());

            // Its type's policy leaves time for a person to retry by hand.
            var next = failed.GetProperty("deliveries")[0].GetProperty("next_attempt_at").GetDateTimeOffset();
            Assert.True(next - TimeProvider.System.GetUtcNow() > TimeSpan.FromSeconds(20), failed.GetRawText());
        }
        finally
        {
            await SwitchAsync("enable");
        }

        using var retry = await stack.Api.PatchAsync(
            $"/v1/events/{id}", new StringContent("""{"status":"PENDING"}""", new MediaTypeHeaderValue("application/json")));

        Assert.Equal(HttpStatusCode.OK, retry.StatusCode);
        await stack.UntilAsync(id, "DELIVERED");
        Assert.Equal(2, (await stack.EventAsync(id)).GetProperty("attempts").GetInt32());
    }

    [Theory]
    [InlineData("api")]
    [InlineData("worker")]
    [InlineData("receiver")]
    public async Task Health_OfEveryService_SaysHealthy(string resource)
    {
        using var http = Aspire.Hosting.Testing.DistributedApplicationHostingTestingExtensions.CreateHttpClient(stack.App, resource);

        // Degraded for a moment is what a busy machine may be.
        var health = "";
        await Eventually.TrueAsync(
            async () =>
            {
                health = await http.GetStringAsync("/health");
                using var json = JsonDocument.Parse(health);
                return json.RootElement.GetProperty("status").GetString() == "healthy";
            },
            null,
            () => $"healthy: {health}");
    }

    // The switch reaches every replica within a second.
    private async Task SwitchAsync(string action)
    {
        using var response = await stack.Receiver.PostAsync($"/{action}", null);
        response.EnsureSuccessStatusCode();
    }
}
