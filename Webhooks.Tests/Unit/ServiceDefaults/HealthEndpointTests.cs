using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed class HealthEndpointTests
{
    [Fact]
    public async Task Health_AllHealthy_ListsEachCheckWithItsData()
    {
        await using var service = await RunningService.StartAsync(builder => builder.Services.AddHealthChecks().AddCheck(
            "PostgreSql", () => HealthCheckResult.Healthy("fine", new Dictionary<string, object>(StringComparer.Ordinal) { ["depth"] = 42, ["name"] = "a\"b" })));

        using var response = await service.Client.GetAsync(new Uri("/health", UriKind.Relative));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("healthy", json.RootElement.GetProperty("status").GetString());
        Assert.Equal("test-service", json.RootElement.GetProperty("service").GetString());
        var check = json.RootElement.GetProperty("checks").GetProperty("postgres");
        Assert.Equal("healthy", check.GetProperty("status").GetString());
        Assert.Equal("fine", check.GetProperty("description").GetString());
        Assert.Equal(42, check.GetProperty("data").GetProperty("depth").GetInt32());
        Assert.Equal("a\"b", check.GetProperty("data").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Health_OneUnhealthy_Is503WhileAliveStays200()
    {
        await using var service = await RunningService.StartAsync(builder =>
            builder.Services.AddHealthChecks().AddCheck("nats", () => HealthCheckResult.Unhealthy("gone")));

        using var health = await service.Client.GetAsync(new Uri("/health", UriKind.Relative));
        using var alive = await service.Client.GetAsync(new Uri("/alive", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("\"nats\":{\"status\":\"unhealthy\",\"description\":\"gone\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task Health_Degraded_Is200AndSaysSo()
    {
        await using var service = await RunningService.StartAsync(builder =>
            builder.Services.AddHealthChecks().AddCheck("circuits", () => HealthCheckResult.Degraded("2 open")));

        using var health = await service.Client.GetAsync(new Uri("/health", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.StartsWith("{\"status\":\"degraded\"", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_CheckThatWaitsForever_AnswersAfterItsTimeout()
    {
        await using var service = await RunningService.StartAsync(builder => builder.Services.AddHealthChecks().AddAsyncCheck("stuck", async token =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return HealthCheckResult.Healthy();
        }));

        await using var stalls = new StallWatch();
        var start = Stopwatch.GetTimestamp();
        using var health = await service.Client.GetAsync(new Uri("/health", UriKind.Relative));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10) + stalls.Lost);
    }

    [Fact]
    public async Task Production_OnTheManagementPort_ShowsEverythingAndElsewhereWords()
    {
        await using var service = await RunningService.StartAsync(
            "Production", builder => builder.Services.AddHealthChecks().AddCheck("nats", () => HealthCheckResult.Healthy("fine")));
        await using var managed = await RunningService.StartAsync(
            "Production",
            builder =>
            {
                builder.Services.AddHealthChecks().AddCheck("nats", () => HealthCheckResult.Healthy("fine"));
                builder.Services.AddTransient<IStartupFilter>(_ => new LocalPort(9464));
            },
            settings: ("Operator:ManagementPort", "9464"));

        Assert.DoesNotContain("fine", await service.Client.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("fine", await managed.Client.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);
        using var refused = await service.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        using var shown = await managed.Client.GetAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (refused.StatusCode, shown.StatusCode));
    }

    /// <summary>Stands in for a listener on a port that is known before.</summary>
    private sealed class LocalPort(int port) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Connection.LocalPort = port;
                return following(context);
            });
            next(app);
        };
    }
}
