using System.Text.Json;
using Webhooks.Core.Deliveries;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>A <c>Retry-After</c> is the endpoint's word, not one delivery's.</summary>
[Trait("Category", "Delivery")]
public sealed class HeldBackTests
{
    private const string Policy = "far";
    private const int Events = 20;
    private const int Asked = 400;

    private static readonly (string, string)[] Settings =
        [($"Retries:Policies:{Policy}:Schedule:0", "00:00:00.1"), ($"Retries:Policies:{Policy}:Schedule:1", "00:10:00")];

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Deliver_RetryAfter_HoldsBackTheEndpointUntilAPersonSaysOtherwise(int status)
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var endpoint = await stack.AddEndpointAsync(Policy);
        endpoint.Script(Reply.Status(status, "Wait", "", ("Retry-After", "7"), ("Retry-After", $"{Asked}")), Reply.Ok);
        var start = TimeProvider.System.GetUtcNow();
        await endpoint.PostAsync();
        await Eventually.TrueAsync(async () => await HeldUntilAsync(endpoint) is not null, "it is shown as held back");
        Assert.InRange((await HeldUntilAsync(endpoint))!.Value - start, TimeSpan.FromSeconds(Asked), TimeSpan.FromSeconds(Asked + 100));

        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync($"SELECT count(*) FROM deliveries WHERE status = 'parked' AND reason = '{ParkReason.RetryAfter}'") == Events,
            "all others are held back too");
        Assert.Single(endpoint.Visits);
        var due = await stack.Database.ReadAsync(
            "SELECT next_attempt_at FROM deliveries WHERE status = 'parked' ORDER BY 1", row => row.GetFieldValue<DateTimeOffset>(0));
        Assert.True(due[0] >= start.AddSeconds(Asked), $"the first comes {due[0] - start} after the first event");
        Assert.All(due.Zip(due.Skip(1)), next => Assert.InRange(next.Second - next.First, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)));

        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/enable", null));
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == Events, "all held back are delivered");
    }

    [Fact]
    public async Task Deliver_LessThanOneASecond_LetsOneThroughAndParksWhatHasNoTurnSoon()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Patch, $"/v1/webhooks/{endpoint.Id}", """{"rate_limit":0.01}"""));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => endpoint.PostAsync()));

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync(
                "SELECT count(*) FROM deliveries WHERE endpoint_id = $1 AND reason = 'rate limit' AND next_attempt_at > now() + interval '60 s'", endpoint.Id.Value) == 2,
            "those after the next have turns that are minutes away");
        Assert.Single(await endpoint.UntilVisitsAsync(1));
    }

    private static async Task<DateTimeOffset?> HeldUntilAsync(TestEndpoint endpoint)
    {
        using var response = await endpoint.SendAsync(HttpMethod.Get, $"/v1/webhooks/{endpoint.Id}", null);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("held_until") is { ValueKind: JsonValueKind.String } held ? held.GetDateTimeOffset() : null;
    }
}
