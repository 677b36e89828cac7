using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Client;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Client;

/// <summary>One API, found by service discovery as an application of the AppHost finds it.</summary>
public sealed class ClientFixture : IAsyncLifetime
{
    private ServiceProvider _services = null!;

    public ApiHost Api { get; private set; } = null!;

    /// <summary>With the administrator's key.</summary>
    public WebhooksClient Admin => _services.GetRequiredService<WebhooksClient>();

    public async Task InitializeAsync()
    {
        Api = await ApiHost.StartAsync();
        using var http = Api.Client(null);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("services:api:http:0", (string?)http.BaseAddress!.OriginalString)]).Build());
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(static client => client.AddServiceDiscovery());
        services.AddWebhooksClient(static client => client.ApiKey = LocalTenants.AdminKey);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    /// <summary>As a tenant that was just created.</summary>
    public async Task<WebhooksClient> NewTenantAsync()
    {
        var id = $"t-{Guid.NewGuid():N}"[..20];
        return Admin.WithApiKey((await Admin.Tenants.CreateAsync(id, $"http://localhost:9001/{id}")).ApiKey);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await Api.DisposeAsync();
    }
}
