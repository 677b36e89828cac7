using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Webhooks.Client;

namespace Webhooks.Tests.Unit.Client;

public sealed class AddWebhooksClientTests
{
    private const string Tenant = """{"tenant":{"tenant_id":"acme","target_url":"https://a.test/","created_at":"1763959108","updated_at":"1763959108"}}""";

    [Theory]
    [InlineData("https://hooks.test", "https://hooks.test/v1/tenants/current")]
    [InlineData("https://hooks.test/platform", "https://hooks.test/platform/v1/tenants/current")]
    [InlineData("https://hooks.test/platform/", "https://hooks.test/platform/v1/tenants/current")]
    public async Task Add_WithAddressAndKey_CallsThereWithTheKey(string address, string expected)
    {
        var handler = new StubHandler(HttpStatusCode.OK, Tenant);
        await using var services = Build(handler, client => (client.BaseAddress, client.ApiKey) = (new Uri(address), "key-1"));

        var tenant = await services.GetRequiredService<WebhooksClient>().Tenants.GetAsync();

        Assert.Equal(("GET", new Uri(expected), "Bearer key-1"), Assert.Single(handler.Requests));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1763959108), tenant.CreatedAt);
    }

    [Fact]
    public async Task Add_WithoutConfiguration_CallsTheAppHostsResource()
    {
        var handler = new StubHandler(HttpStatusCode.OK, Tenant);
        await using var services = Build(handler, configure: null);

        await services.GetRequiredService<WebhooksClient>().Tenants.GetAsync();

        Assert.Equal(("GET", new Uri("https+http://api/v1/tenants/current"), null), Assert.Single(handler.Requests));
    }

    [Fact]
    public async Task WithApiKey_OfAnotherTenant_LeavesTheFirstClientAsItWas()
    {
        var handler = new StubHandler(HttpStatusCode.OK, Tenant);
        await using var services = Build(handler, client => client.ApiKey = "key-1");
        var first = services.GetRequiredService<WebhooksClient>();

        await first.WithApiKey("key-2").Tenants.GetAsync();
        await first.Tenants.GetAsync();

        Assert.Equal(["Bearer key-2", "Bearer key-1"], handler.Requests.Select(request => request.Authorization));
    }

    [Fact]
    public void Add_OptionsOutOfRange_SaysWhich()
    {
        AssertRefused(client => client.ApiKey = "with space", "ApiKey");
        AssertRefused(client => client.ApiKey = "", "ApiKey");
        AssertRefused(client => client.Timeout = TimeSpan.Zero, "Timeout");
        AssertRefused(client => client.Timeout = TimeSpan.FromMinutes(11), "Timeout");
        AssertRefused(client => client.ConnectTimeout = TimeSpan.FromMinutes(2), "ConnectTimeout");
        AssertRefused(client => client.BaseAddress = new Uri("/v1", UriKind.Relative), "BaseAddress");
    }

    private static void AssertRefused(Action<WebhooksClientOptions> configure, string option)
    {
        using var services = Build(new StubHandler(HttpStatusCode.OK, Tenant), configure);
        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<WebhooksClient>);
        Assert.Contains($"'s {option} must", error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(StubHandler handler, Action<WebhooksClientOptions>? configure)
    {
        var services = new ServiceCollection();
        var client = configure is null ? services.AddWebhooksClient() : services.AddWebhooksClient(configure);
        client.ConfigurePrimaryHttpMessageHandler(() => handler);
        return services.BuildServiceProvider();
    }
}
