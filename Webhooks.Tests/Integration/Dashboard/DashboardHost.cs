using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Dashboard.Sessions;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>The dashboard before an API of its own.</summary>
public sealed class DashboardHost : IAsyncLifetime
{
    private WebApplicationFactory<DashboardOptions> _factory = null!;

    public ApiHost Api { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _factory.Services;

    public async Task InitializeAsync()
    {
        Api = await ApiHost.StartAsync();
        (_factory, Address) = Start();
    }

    /// <summary>Another one before the same API.</summary>
    public (WebApplicationFactory<DashboardOptions> Factory, Uri Address) Start(string environment = "Development", params (string Key, string Value)[] settings)
    {
        using var api = Api.Client(null);
        return Start(api.BaseAddress!, environment, settings);
    }

    /// <summary>One before any API.</summary>
    public static (WebApplicationFactory<DashboardOptions> Factory, Uri Address) Start(Uri api, string environment = "Development", params (string Key, string Value)[] settings)
    {
        var factory = new WebApplicationFactory<DashboardOptions>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("services:api:http:0", api.OriginalString.TrimEnd('/'));
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            host.UseSetting("Dashboard:SignInsPerMinute", "1000");
            host.UseSetting("Dashboard:PortalLinksPerMinute", "1000");
            foreach (var (key, value) in settings)
            {
                host.UseSetting(key, value);
            }
        });
        factory.UseKestrel();
        factory.StartServer();
        return (factory, new Uri(factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()));
    }

    public Browsing Browse() => new(Address);

    /// <summary>A browser in which somebody has signed in with this key.</summary>
    public async Task<Browsing> BrowseAsync(string key)
    {
        var browser = Browse();
        var answer = await browser.SendAsync("/sign-in", "/sign-in", ("key", key));
        Assert.Equal("/", answer.Location);
        return browser;
    }

    public async Task DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Api.DisposeAsync();
    }
}
