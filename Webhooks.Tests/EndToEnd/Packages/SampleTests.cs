using System.Net.Http.Json;
using Webhooks.Signing;
using Webhooks.Tests.Chaos;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Packages;

/// <summary>The samples, built from the packages: an event is sent if and only if its order is committed.</summary>
public sealed class SampleTests
{
    private const string Path = "/orders";

    [Fact]
    public async Task Orders_CommittedAndNot_ArriveOnceOrNever()
    {
        var (orders, receiver) = (await PackedPackages.BuildSampleAsync("Orders"), await PackedPackages.BuildSampleAsync("OrderReceiver"));
        await using var stack = await CrashStack.StartAsync();
        var secret = WebhookSecret.Generate();
        await using var customer = new SampleProcess(receiver, "/received", ("Secret", secret));
        var endpoint = await stack.AddEndpointAsync(url: new Uri(customer.Address, "/webhook").AbsoluteUri, secret: secret);
        await using var shop = new SampleProcess(
            orders, Path, ("ConnectionStrings:orders", await stack.Postgres.CreateEmptyDatabaseAsync()), ("Webhooks:Client:BaseAddress", stack.Api.OriginalString),
            ("Webhooks:Client:ApiKey", endpoint.ApiKey), ("Outbox:PollInterval", "00:00:00.2"), ("Outbox:Lease", "00:00:02"), ("Outbox:MaxDelay", "00:00:02"));
        await Task.WhenAll(shop.StartAsync(), customer.StartAsync());

        Assert.Equal(409, await PlaceAsync(shop, 1_000));
        Assert.Equal(200, await PlaceAsync(shop, 1));
        await UntilReceivedAsync(customer, 1);

        await stack.ApiProcess.KillAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, await PlaceAsync(shop, 2));
            Assert.Equal(409, await PlaceAsync(shop, 200));
        }

        await shop.KillAsync();
        await shop.StartAsync();
        await stack.ApiProcess.StartAsync();

        await UntilReceivedAsync(customer, 6);
        Assert.Equal(6, await stack.Database.CountAsync("SELECT count(*) FROM events WHERE tenant_id = $1", endpoint.TenantId));
        Assert.Equal("6", await shop.Http.GetStringAsync(new Uri(shop.Address, Path)));
    }

    private static async Task<int> PlaceAsync(SampleProcess shop, int quantity)
    {
        using var response = await shop.Http.PostAsJsonAsync(new Uri(shop.Address, Path), new { sku = "tea", quantity });
        return (int)response.StatusCode;
    }

    private static async Task UntilReceivedAsync(SampleProcess customer, int webhooks)
    {
        var seen = "";
        await Eventually.TrueAsync(
            async () => (seen = await customer.Http.GetStringAsync(new Uri(customer.Address, "/received"))).StartsWith($$"""{"webhooks":{{webhooks}},""", StringComparison.Ordinal),
            () => $"{webhooks} webhooks are received: {seen}");
    }
}
