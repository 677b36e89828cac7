using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ServiceDiscovery;

namespace Clients.Tests.ServiceDiscovery;

public sealed class ServiceDiscoveryTests
{
    private static readonly (string, string)[] Both =
    [
        ("Services:api:http:0", "http://localhost:5001"),
        ("Services:api:https:0", "https://localhost:7001"),
        ("Services:api:https:1", "https://localhost:7002"),
    ];

    [Theory]
    [InlineData("https+http://api", "https://localhost:7001 https://localhost:7002")]
    [InlineData("http+https://api", "http://localhost:5001")]
    [InlineData("http://api", "http://localhost:5001")]
    [InlineData("https://API", "https://localhost:7001 https://localhost:7002")]
    public async Task GetEndpoints_SeveralSchemes_PrefersTheFirstAndNeverMixes(string name, string expected) =>
        Assert.Equal(expected, await ResolveAsync(name, Both));

    [Fact]
    public async Task GetEndpoints_OnlyHttpConfigured_FallsBackToIt() =>
        Assert.Equal("http://localhost:5001", await ResolveAsync("https+http://api", ("Services:api:http:0", "http://localhost:5001")));

    [Theory]
    [InlineData("Services:api:default", "localhost:9", "http://api", "http://localhost:9")]
    [InlineData("Services:api:default:0", "http://localhost:9", "http+https://api", "http://localhost:9")]
    [InlineData("Services:api:admin:0", "http://localhost:9", "http://_admin.api", "http://localhost:9")]
    [InlineData("Services:api:http:0", "http://localhost:9", "http://_admin.api", "")]
    [InlineData("Services:api:http:0", "http://localhost:9", "http://other", "")]
    public async Task GetEndpoints_Section_IsTheOneThatTheNameAsksFor(string key, string value, string name, string expected) =>
        Assert.Equal(expected, await ResolveAsync(name, (key, value)));

    [Fact]
    public async Task GetEndpoints_NonNumericChild_Throws() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() => ResolveAsync("http://api", ("Services:api:http:first", "http://localhost:9")));

    [Fact]
    public async Task GetEndpoints_SchemeNotAllowed_IsLeftOut()
    {
        await using var services = Build(options => (options.AllowAllSchemes, options.AllowedSchemes) = (false, ["http"]), Both);

        var source = await services.GetRequiredService<ServiceEndpointResolver>().GetEndpointsAsync("https+http://api", CancellationToken.None);

        Assert.Equal("http://localhost:5001", Assert.Single(source.Endpoints).ToString());
    }

    [Fact]
    public async Task HttpClient_SeveralEndpoints_TakeTurnsAndKeepPathAndQuery()
    {
        var seen = await SendAsync("https+http://api/v1/events?limit=5", times: 4, Both);

        Assert.Equal(
            [
                "https://localhost:7001/v1/events?limit=5", "https://localhost:7002/v1/events?limit=5",
                "https://localhost:7001/v1/events?limit=5", "https://localhost:7002/v1/events?limit=5",
            ],
            seen);
    }

    [Theory]
    [InlineData("http://example.test:8080/a", "http://example.test:8080/a")]
    [InlineData("https+http://example.test/a", "https://example.test/a")]
    public async Task HttpClient_UnknownName_PassesThrough(string requested, string expected) =>
        Assert.Equal([expected], await SendAsync(requested, times: 1, Both));

    [Fact]
    public async Task HttpClient_ConfigurationReloaded_FollowsIt()
    {
        await using var services = Build(null, ("Services:api:http:0", "http://localhost:1"));
        var resolver = services.GetRequiredService<ServiceEndpointResolver>();
        var configuration = (IConfigurationRoot)services.GetRequiredService<IConfiguration>();
        await resolver.GetEndpointsAsync("http://api", CancellationToken.None);

        configuration["Services:api:http:0"] = "http://localhost:2";
        configuration.Reload();

        var source = await resolver.GetEndpointsAsync("http://api", CancellationToken.None);
        Assert.Equal("http://localhost:2", Assert.Single(source.Endpoints).ToString());
    }

    private static async Task<string> ResolveAsync(string name, params (string, string)[] settings)
    {
        await using var services = Build(null, settings);
        var source = await services.GetRequiredService<ServiceEndpointResolver>().GetEndpointsAsync(name, CancellationToken.None);
        return string.Join(' ', source.Endpoints);
    }

    private static async Task<IReadOnlyList<string>> SendAsync(string url, int times, params (string, string)[] settings)
    {
        await using var services = Build(null, settings);
        var client = services.GetRequiredService<IHttpClientFactory>().CreateClient();
        for (var i = 0; i < times; i++)
        {
            using var response = await client.GetAsync(new Uri(url));
        }

        return services.GetRequiredService<Recording>().Seen;
    }

    private static ServiceProvider Build(Action<ServiceDiscoveryOptions>? configure, params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        services.AddServiceDiscovery(configure ?? (static _ => { }));
        services.AddSingleton<Recording>();
        services.ConfigureHttpClientDefaults(http =>
        {
            http.AddServiceDiscovery();
            http.ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<Recording>());
        });
        return services.BuildServiceProvider();
    }

    private sealed class Recording : HttpMessageHandler
    {
        public List<string> Seen { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen.Add(request.RequestUri!.AbsoluteUri);
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
