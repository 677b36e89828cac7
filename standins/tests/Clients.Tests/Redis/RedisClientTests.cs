using Clients.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Clients.Tests.Redis;

public sealed class RedisClientTests
{
    [Fact]
    public async Task AddRedisClient_ServerUp_SetsGetsAndIsHealthy()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        using var host = Build(redis.ConnectionString);
        await host.StartAsync();

        var database = host.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
        await database.StringSetAsync("key", "value").WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal("value", await database.StringGetAsync("key").WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(host)).Entries["StackExchange.Redis"].Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task AddRedisClient_ServerDownAtStart_StartsAtOnceAndConnectsLater()
    {
        await using var redis = new RedisServer();
        using var host = Build(redis.ConnectionString);

        await host.StartAsync().WaitAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(host)).Status);

        await redis.StartAsync();
        await LocalServer.WaitUntilAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Healthy, "the client has connected");
        await host.StopAsync();
    }

    [Fact]
    public async Task AddRedisClient_ServerRestarted_Recovers()
    {
        await using var redis = new RedisServer();
        await redis.StartAsync();
        using var host = Build(redis.ConnectionString);
        await host.StartAsync();
        await LocalServer.WaitUntilAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Healthy, "the client has connected");

        await redis.KillAsync();
        await LocalServer.WaitUntilAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Unhealthy, "the check has noticed");
        await redis.StartAsync();
        await LocalServer.WaitUntilAsync(async () => (await CheckAsync(host)).Status == HealthStatus.Healthy, "the client has reconnected");
        await host.StopAsync();
    }

    [Fact]
    public async Task AddRedisClient_DelegateAndPassword_AreApplied()
    {
        var options = new ConfigurationOptions();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:cache"] = "127.0.0.1:1,password=a secret,connectTimeout=100";
        builder.AddRedisClient("cache", settings => settings.DisableAutoActivation = true, seen => options = seen);
        using var host = builder.Build();

        await Task.Run(() => host.Services.GetRequiredService<IConnectionMultiplexer>()).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.False(options.AbortOnConnectFail);
        Assert.Equal("a secret", options.Password);
    }

    [Fact]
    public void AddRedisClient_NoConnectionString_SaysWhereItBelongs()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddRedisClient("cache");
        using var host = builder.Build();

        var exception = Assert.Throws<InvalidOperationException>(() => host.Services.GetRequiredService<IConnectionMultiplexer>());
        Assert.Contains("ConnectionStrings:cache", exception.Message, StringComparison.Ordinal);
    }

    private static IHost Build(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration["ConnectionStrings:cache"] = connectionString;
        builder.AddRedisClient("cache", configureOptions: options => options.ConnectTimeout = 1000);
        return builder.Build();
    }

    private static Task<HealthReport> CheckAsync(IHost host) =>
        host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync().WaitAsync(TimeSpan.FromSeconds(10));
}
