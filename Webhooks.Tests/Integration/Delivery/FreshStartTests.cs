using System.Text.Json;
using Webhooks.Core.Security;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>What was learnt of an endpoint ends with a person's word that it is well again.</summary>
[Trait("Category", "Delivery")]
public sealed class FreshStartTests
{
    private static readonly (string, string)[] Settings =
    [
        ("Circuit:MinimumThroughput", "3"),
        ("Circuit:BreakDuration", "00:05:00"),
        ("Circuit:MaxBreakDuration", "00:05:00"),
        ("Circuit:SamplingDuration", "00:00:10"),
        ("Retries:Policies:fast:MaxAttempts", "50"),
    ];

    [Theory]
    [InlineData("url")]
    [InlineData("enable")]
    [InlineData("retry")]
    [InlineData("test")]
    public async Task Command_WhileTheCircuitIsOpen_DeliversAtOnce(string command)
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(500));
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => endpoint.PostAsync()));
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'parked' AND reason = 'circuit open'") == ids.Length, "all wait for the circuit");
        endpoint.Script(Reply.Ok);

        var status = command switch
        {
            "url" => await endpoint.StatusAsync(HttpMethod.Patch, $"/v1/webhooks/{endpoint.Id}", $$"""{"url":"{{stack.Receiver.Url(endpoint.Path + "/new")}}"}"""),
            "enable" => await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/enable", null),
            "retry" => await endpoint.StatusAsync(HttpMethod.Post, $"/v1/deliveries/dlv_{ids[0]:N}0000/retry", null),
            _ => await endpoint.StatusAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/test", null),
        };

        Assert.InRange(status, 200, 201);
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync($"SELECT count(*) FROM {Rows.Deliveries} d WHERE status <> 'delivered'") == 0, "all are delivered");
        using var shown = JsonDocument.Parse(await (await endpoint.SendAsync(HttpMethod.Get, $"/v1/webhooks/{endpoint.Id}", null)).Content.ReadAsStringAsync());
        Assert.Equal("closed", shown.RootElement.GetProperty("circuit").GetProperty("state").GetString());
    }

    [Fact]
    public async Task Patch_TheSameUrlWhileTheCircuitIsOpen_LeavesItAndWhatWaitsForIt()
    {
        await using var stack = await DeliveryStack.StartAsync(Settings);
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Status(500));
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => endpoint.PostAsync()));
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'parked' AND reason = 'circuit open'") == ids.Length, "all wait for the circuit");
        var cycles = await stack.Database.CountAsync("SELECT sum(cycle) FROM deliveries");

        var changed = await endpoint.StatusAsync(HttpMethod.Patch, $"/v1/webhooks/{endpoint.Id}", $$"""{"url":"{{stack.Receiver.Url(endpoint.Path)}}"}""");

        Assert.Equal(200, changed);
        using var shown = JsonDocument.Parse(await (await endpoint.SendAsync(HttpMethod.Get, $"/v1/webhooks/{endpoint.Id}", null)).Content.ReadAsStringAsync());
        Assert.Equal("open", shown.RootElement.GetProperty("circuit").GetProperty("state").GetString());

        // Somebody else's delivery takes more turns than the releases of these would have.
        var other = await stack.AddEndpointAsync();
        await stack.UntilAsync(await other.PostAsync(), "delivered");
        Assert.Equal(cycles, await stack.Database.CountAsync("SELECT sum(cycle) FROM deliveries WHERE status <> 'delivered'"));
    }

    [Fact]
    public async Task Deliver_AnsweredBy503_ShowsTheRateAndWhyAndForgetsItQuickly()
    {
        const int Events = 40;
        await using var stack = await DeliveryStack.StartAsync(("Circuit:MinimumThroughput", "10000"), ("Retries:Policies:fast:MaxAttempts", "50"));
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.Unavailable);
        await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(2);
        await Eventually.TrueAsync(async () => (await ShownAsync()).Reason == "slowed after 503", "the reason is shown");
        Assert.InRange((await ShownAsync()).Rate!.Value, 0.5, 10);

        await Task.WhenAll(Enumerable.Range(0, Events).Select(_ => endpoint.PostAsync()));
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'parked' AND reason = 'slowed after 503'") > 0, "the wait has its word");
        endpoint.Script(Reply.Ok);

        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync("SELECT count(*) FROM deliveries WHERE status = 'delivered'") == Events + 1, "all are delivered");
        await Eventually.TrueAsync(
            async () =>
            {
                await endpoint.PostAsync();
                return await ShownAsync() == (null, null);
            },
            "nothing limits it any more");

        async Task<(double? Rate, string? Reason)> ShownAsync()
        {
            using var response = await endpoint.SendAsync(HttpMethod.Get, $"/v1/webhooks/{endpoint.Id}", null);
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var rate = json.RootElement.GetProperty("current_rate");
            return (rate.ValueKind == JsonValueKind.Null ? null : rate.GetDouble(), json.RootElement.GetProperty("current_rate_reason").GetString());
        }
    }

    [Fact]
    public async Task Deliver_WorkerWithoutTheMasterKey_WaitsAndTheWorkerIsUnready()
    {
        await using var stack = await DeliveryStack.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        var elsewhere = new SecurityOptions { MasterKeys = { new MasterKeyOptions { Id = "other", Key = Convert.ToBase64String(new byte[32]) } } };
        await stack.Database.ExecuteAsync(
            "UPDATE endpoint_secrets SET ciphertext = $2 WHERE endpoint_id = $1", endpoint.Id.Value,
            new SecretProtector(elsewhere, isDevelopment: false).Protect(endpoint.Secret, endpoint.Id.ToString()));
        await stack.UntilKnownAsync(endpoint);
        var id = await endpoint.PostAsync();

        var parked = await stack.UntilAsync(id, "parked");

        Assert.Equal(("not sent yet", 0, null), (parked.Reason, parked.Attempts, parked.Error));
        Assert.Empty(endpoint.Visits);
        using var http = new HttpClient();
        using var health = await http.GetAsync(new Uri(stack.Worker, "/health"));
        Assert.Equal(503, (int)health.StatusCode);
        Assert.Equal(0, await stack.Database.CountAsync("SELECT count(*) FROM circuits"));
    }

    [Fact]
    public async Task Deliver_PolicyThatTheWorkerDoesNotKnow_IsServedAllTheSame()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync("of-yesterday");
        endpoint.Script(Reply.Status(500), Reply.Ok);

        var id = await endpoint.PostAsync();

        Assert.Equal(2, (await stack.UntilAsync(id, "delivered")).Attempts);
    }
}
