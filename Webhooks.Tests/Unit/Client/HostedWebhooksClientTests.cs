using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Webhooks.Client;

namespace Webhooks.Tests.Unit.Client;

public sealed class HostedWebhooksClientTests
{
    private const string Tenant = """{"tenant":{"tenant_id":"acme","target_url":"https://a.test/","created_at":"1763959108","updated_at":"1763959108"}}""";

    [Theory]
    [InlineData("services:webhooks:http:0", "http://localhost:4711", "http://localhost:4711/v1/tenants/current")]
    [InlineData("Webhooks:Client:BaseAddress", "https://hooks.test", "https://hooks.test/v1/tenants/current")]
    public async Task AddWebhooksClient_ByName_FindsThePlatformInTheConfiguration(string setting, string value, string expected)
    {
        var handler = new StubHandler(HttpStatusCode.OK, Tenant);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new(setting, value), new("Webhooks:Client:ApiKey", "key-1")]);
        builder.AddWebhooksClient("webhooks").ConfigurePrimaryHttpMessageHandler(() => handler);
        using var host = builder.Build();

        await host.Services.GetRequiredService<WebhooksClient>().Tenants.GetAsync();

        Assert.Equal(("GET", new Uri(expected), "Bearer key-1"), Assert.Single(handler.Requests));
    }
}
