using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class RefusedTests
{
    [Fact]
    public async Task MaxPayload_LoweredBelowAnEventThatWaits_SetsItAsideAndHoldsUpNobody()
    {
        await using var stack = await CrashStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        await stack.Nats.KillAsync();
        var large = await endpoint.PostAsync($$"""{"event":"large","text":"{{new string('x', 200_000)}}"}""");
        var small = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => endpoint.PostAsync()));

        stack.Nats.MaxPayload = 128 * 1024;
        await stack.Nats.StartAsync();

        foreach (var id in small)
        {
            await stack.UntilAsync(id, "delivered");
        }

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync(
                "SELECT count(*) FROM outbox WHERE aside_at IS NOT NULL AND event_ids = ARRAY[$1] AND refusal LIKE '%max_payload%'", large) == 1,
            "the large one is set aside");
        Assert.Equal("pending", (await stack.Database.DeliveryAsync(large)).Status);
        await stack.Nats.KillAsync();
        stack.Nats.MaxPayload = null;
        await stack.Nats.StartAsync();
        await stack.Database.ExecuteAsync("UPDATE outbox SET aside_at = aside_at - interval '1 hour'");
        await stack.UntilAsync(large, "delivered");
    }
}
