using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Receiver;

public sealed class ReceptionSwitchTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Switch_StandAlone_DisablesAndEnables()
    {
        await using var receiver = await ReceiverProcess.StartAsync();
        Assert.Equal("""{"webhook_reception":"enabled","accepts_webhooks":true}""", (await receiver.GetJsonAsync("/status")).GetRawText());

        var disabled = await receiver.PostAsync("/disable");
        Assert.Equal("disabled", disabled.GetProperty("webhook_reception").GetString());
        Assert.Equal(
            "Webhook reception has been disabled for all tenants. Webhooks will return 503 until re-enabled.", disabled.GetProperty("message").GetString());
        using var refused = await receiver.SendSignedAsync("{}"u8.ToArray());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Webhook reception temporarily disabled", problem.GetProperty("detail").GetString());
        Assert.False((await receiver.GetJsonAsync("/status")).GetProperty("accepts_webhooks").GetBoolean());

        var enabled = await receiver.PostAsync("/enable");
        Assert.Equal("Webhook reception has been enabled for all tenants", enabled.GetProperty("message").GetString());
        Assert.Equal(HttpStatusCode.OK, await receiver.StatusOfSignedAsync());
    }

    [Fact]
    public async Task Switch_TwoReplicas_BothObeyWithinASecond()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var first = await ReceiverProcess.StartAsync(redis);
        await using var second = await ReceiverProcess.StartAsync(redis);

        for (var round = 0; round < 3; round++)
        {
            Assert.True((await first.PostAsync("/disable")).GetProperty("shared_with_replicas").GetBoolean());
            await AssertWithinASecondAsync(() => IsAsync(second, HttpStatusCode.ServiceUnavailable), "the second replica refuses");

            await second.PostAsync("/enable");
            await AssertWithinASecondAsync(() => IsAsync(first, HttpStatusCode.OK), "the first replica accepts");
        }
    }

    [Fact]
    public async Task Switch_DisabledAndRestarted_RefusesTheFirstWebhook()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using (var before = await ReceiverProcess.StartAsync(redis))
        {
            await before.PostAsync("/disable");
        }

        await using var after = await ReceiverProcess.StartAsync(redis);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await after.StatusOfSignedAsync());
    }

    [Fact]
    public async Task Switch_RedisAway_LastStateHoldsAndRequestsStayFast()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var first = await ReceiverProcess.StartAsync(redis);
        await using var second = await ReceiverProcess.StartAsync(redis);
        await first.PostAsync("/disable");
        await Eventually.TrueAsync(() => IsAsync(second, HttpStatusCode.ServiceUnavailable), "the second replica refuses");

        var before = await TimeOfTwentyAsync();
        await redis.KillAsync();
        await Eventually.TrueAsync(() => HasHealthAsync(second, "degraded"), "the replica has noticed");

        Assert.InRange(await TimeOfTwentyAsync(), TimeSpan.Zero, before + (2 * Second));

        // Given while Redis is away, it takes effect here at once and everywhere when Redis is back, even without its data.
        Assert.False((await second.PostAsync("/enable")).GetProperty("shared_with_replicas").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, await second.StatusOfSignedAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await first.StatusOfSignedAsync());
        await redis.StartAsync();
        await Eventually.TrueAsync(() => IsAsync(first, HttpStatusCode.OK), "the first replica accepts again");
        await Eventually.TrueAsync(() => HasHealthAsync(second, "healthy"), "the replica is healthy again");

        async Task<TimeSpan> TimeOfTwentyAsync()
        {
            await using var stalls = new StallWatch();
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, await second.StatusOfSignedAsync());
            }

            return stalls.Elapsed;
        }
    }

    [Fact]
    public async Task Switch_RedisLosesItsData_LastStateHolds()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        await using var receiver = await ReceiverProcess.StartAsync(redis);
        await receiver.PostAsync("/disable");

        await redis.KillAsync();
        await Eventually.TrueAsync(() => HasHealthAsync(receiver, "degraded"), "the replica has noticed");
        await redis.StartAsync();
        await Eventually.TrueAsync(() => HasHealthAsync(receiver, "healthy"), "the replica has reconnected");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await receiver.StatusOfSignedAsync());
        await using var fresh = await ReceiverProcess.StartAsync(redis);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await fresh.StatusOfSignedAsync());
    }

    [Fact]
    public async Task Start_RedisAway_ServesAndConnectsLater()
    {
        await using var redis = new RedisServer();
        await using var receiver = await ReceiverProcess.StartAsync(redis);
        Assert.Equal(HttpStatusCode.OK, await receiver.StatusOfSignedAsync());

        await redis.StartAsync();

        await Eventually.TrueAsync(() => HasHealthAsync(receiver, "healthy"), "the receiver has connected");
    }

    private static async Task AssertWithinASecondAsync(Func<Task<bool>> condition, string what)
    {
        await using var stalls = new StallWatch();
        await Eventually.TrueAsync(condition, what);
        Assert.True(stalls.Elapsed < Second, $"It took {stalls.Elapsed} until {what}.");
    }

    private static async Task<bool> IsAsync(ReceiverProcess receiver, HttpStatusCode expected) => await receiver.StatusOfSignedAsync() == expected;

    private static async Task<bool> HasHealthAsync(ReceiverProcess receiver, string expected) =>
        (await receiver.GetJsonAsync("/health")).GetProperty("status").ValueEquals(expected);
}
