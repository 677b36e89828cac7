using System.Globalization;
using System.Text.Json;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>A replay with a worker that delivers what it sends.</summary>
public sealed class ReplayDeliveryTests
{
    private const int Count = 60;
    private const int Rate = 20;

    [Fact]
    public async Task Replay_OfWhatAnEndpointMissed_ArrivesOnceAtTheRateWithAPauseBetween()
    {
        await using var stack = await DeliveryStack.StartAsync(("Circuit:MinimumThroughput", "1000"));
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single);
        endpoint.Script(Reply.Status(500));
        for (var i = 0; i < Count; i++)
        {
            await endpoint.PostAsync();
        }

        await UntilAsync(stack, endpoint, "SELECT count(*) FROM dead_letters WHERE tenant_id = $1", Count, "all are dead letters");
        endpoint.Script(Reply.Ok);
        var time = TimeProvider.System;

        var replay = await SendAsync(endpoint, HttpMethod.Post, "", $$"""{"filter":{"status":"failed"},"rate":{{Rate}}}""");
        var (start, path) = (time.GetTimestamp(), "/" + replay.GetProperty("id").GetString());
        await Eventually.TrueAsync(async () => Sent(await SendAsync(endpoint, HttpMethod.Get, path)) >= Rate / 2, "some are sent");
        var paused = Sent(await SendAsync(endpoint, HttpMethod.Post, path + "/pause"));
        await UntilAsync(stack, endpoint, "SELECT count(*) FROM deliveries WHERE tenant_id = $1 AND status = 'delivered'", paused, "what was sent is delivered");
        Assert.Equal(paused, Sent(await SendAsync(endpoint, HttpMethod.Get, path)));
        await SendAsync(endpoint, HttpMethod.Post, path + "/resume");
        await Eventually.TrueAsync(
            async () => (replay = await SendAsync(endpoint, HttpMethod.Get, path)).GetProperty("state").GetString() == "completed", () => $"it is completed: {replay}");
        var elapsed = time.GetElapsedTime(start).TotalSeconds;

        // A bite at the beginning, one after the pause, and a second's worth that a stall may have held up.
        Assert.True(elapsed >= (Count - (2 * Rate)) / (double)Rate, elapsed.ToString(CultureInfo.InvariantCulture));
        Assert.InRange(paused, 1, Count - 1);
        Assert.Equal((Count, 0), (Sent(replay), replay.GetProperty("skipped").GetInt32()));
        await UntilAsync(stack, endpoint, "SELECT count(*) FROM deliveries WHERE tenant_id = $1 AND status = 'delivered' AND attempts = 2", Count, "all are delivered");
        Assert.Equal(2 * Count, endpoint.Visits.Count);
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM dead_letters WHERE tenant_id = $1", endpoint.TenantId));
    }

    private static int Sent(JsonElement replay) => replay.GetProperty("sent").GetInt32();

    private static Task UntilAsync(DeliveryStack stack, TestEndpoint endpoint, string sql, int count, string what) =>
        Eventually.TrueAsync(async () => await stack.Database.CountAsync(sql, endpoint.TenantId) == count, what);

    private static async Task<JsonElement> SendAsync(TestEndpoint endpoint, HttpMethod method, string path, string? body = null)
    {
        using var response = await endpoint.SendAsync(method, "/v1/replays" + path, body);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, answer);
        return JsonDocument.Parse(answer).RootElement;
    }
}
