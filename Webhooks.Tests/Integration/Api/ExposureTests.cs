using Webhooks.Api.Ingest;
using Webhooks.Core.Tenants;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

/// <summary>What strangers and tenants learn of the system and of each other.</summary>
public sealed class ExposureTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string AdminKey = "an-admin-key-of-our-own";
    private const string ScrapeKey = "a-scrape-key-of-our-own";

    private static readonly (string Key, string Value)[] Production =
    [
        ("Security:MasterKeys:0:Id", "k1"),
        ("Security:MasterKeys:0:Key", Convert.ToBase64String(new byte[32])),
        ("Api:AdminKey", AdminKey),
        ("Operator:ScrapeKey", ScrapeKey),
    ];

    [Fact]
    public async Task Production_Metrics_NeedTheScrapeKeyOrTheAdministrators()
    {
        await using var api = await ApiHost.StartAsync("Production", Production);
        using var stranger = api.Client(null);
        using var wrong = api.Client("a-scrape-key-of-our-owm");
        using var scraper = api.Client(ScrapeKey);
        using var admin = api.Client(AdminKey);

        foreach (var path in new[] { "/metrics", "/METRICS", "/metrics/" })
        {
            Assert.Equal(401, (await stranger.SendAsync("GET", path)).Status);
            Assert.Equal(401, (await wrong.SendAsync("GET", path)).Status);
            Assert.DoesNotContain("webhook_", (await stranger.SendAsync("GET", path)).Body, StringComparison.Ordinal);
        }

        Assert.Contains("webhook_endpoints_total", (await scraper.SendAsync("GET", "/metrics")).Body, StringComparison.Ordinal);
        Assert.Equal(200, (await admin.SendAsync("GET", "/metrics")).Status);
        Assert.Equal(401, (await scraper.SendAsync("GET", "/v1/tenants")).Status);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task Health_OfStrangersAndTenants_IsAWordPerCheck(string environment)
    {
        await using var api = await ApiHost.StartAsync(environment, Production);
        using var stranger = api.Client(null);
        using var tenant = api.Client(LocalTenants.ApiKey("acme"));
        using var admin = api.Client(AdminKey);
        using var scraper = api.Client(ScrapeKey);

        foreach (var answer in new[] { await stranger.SendAsync("GET", "/health"), await tenant.SendAsync("GET", "/health"), await stranger.SendAsync("GET", "/alive") })
        {
            Assert.Equal(200, answer.Status);
            Assert.All(answer.At("checks").EnumerateObject(), check => Assert.Equal("status", Assert.Single(check.Value.EnumerateObject()).Name));
        }

        foreach (var answer in new[] { await admin.SendAsync("GET", "/health"), await scraper.SendAsync("GET", "/health") })
        {
            Assert.True(answer.At("checks.dead_letters.data").TryGetProperty("size", out _), answer.Body);
        }
    }

    [Fact]
    public async Task Health_OfWorkers_NamesThoseThatAreAlive()
    {
        await using var api = await ApiHost.StartAsync();
        using var admin = api.Admin();
        Assert.Equal("degraded", (await admin.SendAsync("GET", "/health")).Text("checks.workers.status"));
        var (alive, silent, gone) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());

        await api.ExecuteAsync($"INSERT INTO workers (worker_id, seen_at, consumes) VALUES ('{silent}', now() + interval '1 hour', false)");
        await Eventually.TrueAsync(
            async () => (await admin.SendAsync("GET", "/health")).Text("checks.workers.description") == "No worker consumes: what is accepted waits.", "it is seen not to consume");
        await api.ExecuteAsync($"INSERT INTO workers (worker_id, seen_at) VALUES ('{alive}', now() + interval '1 hour'), ('{gone}', now() - interval '30 seconds')");

        await Eventually.TrueAsync(async () => (await admin.SendAsync("GET", "/health")).Text("checks.workers.status") == "healthy", "a worker is seen");
        var workers = await admin.SendAsync("GET", "/health");
        Assert.Equal(2, workers.At("checks.workers.data.alive").GetInt32());
        Assert.StartsWith("consuming, seen ", workers.At("checks.workers.data").GetProperty(alive.ToString()).GetString(), StringComparison.Ordinal);
        Assert.StartsWith("not consuming, seen ", workers.At("checks.workers.data").GetProperty(silent.ToString()).GetString(), StringComparison.Ordinal);
        Assert.False(workers.At("checks.workers.data").TryGetProperty(gone.ToString(), out _));
    }

    [Fact]
    public void Api_References_NoRedis() =>
        Assert.DoesNotContain(typeof(EventIngest).Assembly.GetReferencedAssemblies(), name => name.Name!.Contains("Redis", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public async Task Statistics_OfATenant_CountItsOwnQueueOnly()
    {
        using var busy = await fixture.Api.NewTenantAsync();
        using var idle = await fixture.Api.NewTenantAsync();
        await busy.PostEventAsync();
        await busy.PostEventAsync();
        await fixture.Api.UntilPublishedAsync();

        Assert.Equal(2, (await busy.SendAsync("GET", "/v1/stats")).At("queue_depth").GetInt64());
        Assert.Equal(0, (await idle.SendAsync("GET", "/v1/stats")).At("queue_depth").GetInt64());
    }

    [Fact]
    public async Task Metrics_JunkEventTypes_LeaveTheCatalogueItsLabels()
    {
        await using var api = await ApiHost.StartAsync();
        using var junk = await api.NewTenantAsync();
        using var tidy = await api.NewTenantAsync();
        for (var i = 0; i < 100; i++)
        {
            await junk.PostEventAsync($$"""{"event":"junk.{{i}}"}""");
        }

        Assert.Equal(201, (await tidy.SendAsync("POST", "/v1/event-types", """{"name":"order.paid"}""")).Status);
        await tidy.PostEventAsync("""{"event":"order.paid"}""");
        await tidy.PostEventAsync("""{"event":"order.seen"}""");

        var metrics = (await tidy.SendAsync("GET", "/metrics")).Body;
        Assert.Contains("webhook_events_total{event_type=\"order.paid\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("webhook_events_total{event_type=\"order.seen\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("webhook_events_total{event_type=\"other\"} 80", metrics, StringComparison.Ordinal);
    }
}
