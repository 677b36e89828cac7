using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Api.Paging;
using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

/// <summary>What is around the routes: documents, health, metrics, and how a fresh installation lets somebody in.</summary>
public sealed partial class SurfaceTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task OpenApi_Document_DescribesEveryRouteOnce()
    {
        using var client = fixture.Api.Client(null);

        var document = await client.SendAsync("GET", "/openapi/v1.json");

        Assert.Equal(200, document.Status);
        var paths = document.At("paths").EnumerateObject().ToList();
        Assert.All(paths, path => Assert.DoesNotContain("/api/", path.Name, StringComparison.Ordinal));
        Assert.Contains(paths, path => path.Name == "/v1/events" && path.Value.TryGetProperty("post", out var post) && post.TryGetProperty("requestBody", out _));
        foreach (var operation in paths.SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()));
            Assert.True(operation.Value.TryGetProperty("security", out _), operation.Value.GetRawText());
            Assert.True(operation.Value.GetProperty("responses").TryGetProperty("401", out _));
        }
    }

    [Theory]
    [InlineData("/docs")]
    [InlineData("/v1/docs")]
    public async Task Docs_Page_NeedsNothingFromElsewhere(string path)
    {
        using var client = fixture.Api.Client(null);

        var moved = await client.SendAsync("GET", path);
        var page = await client.SendAsync("GET", path + "/index.html");

        Assert.Equal(301, moved.Status);
        Assert.Equal((200, "text/html"), (page.Status, page.ContentType));
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page.Body);
        foreach (Match asset in Assets().Matches(page.Body))
        {
            Assert.Equal(200, (await client.SendAsync("GET", $"{path}/{asset.Groups["file"].Value}")).Status);
        }

        Assert.Equal(200, (await client.SendAsync("GET", path + "/index.js")).Status);
    }

    [Fact]
    public async Task Health_OfAReadyApi_NamesEveryPart()
    {
        using var client = fixture.Api.Client(null);

        var health = await client.SendAsync("GET", "/health");

        Assert.Equal(200, health.Status);
        foreach (var part in new[] { "postgres", "nats", "configuration", "dead_letters", "circuit_breakers" })
        {
            Assert.Equal("""{"status":"healthy"}""", health.At($"checks.{part}").GetRawText());
        }

        // Nobody delivers what this API takes, and it is ready to take it.
        Assert.Equal("""{"status":"degraded"}""", health.At("checks.workers").GetRawText());
    }

    [Fact]
    public async Task Metrics_AfterAnEvent_CountItByType()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.PostEventAsync("""{"event":"metrics.test"}""");

        var metrics = await tenant.SendAsync("GET", "/metrics");

        Assert.Contains("webhook_events_total{event_type=\"metrics.test\"} 1", metrics.Body, StringComparison.Ordinal);
        foreach (var name in new[] { "webhook_queue_size", "webhook_endpoints_total", "webhook_dlq_size" })
        {
            Assert.Matches($"(?m)^{name}(\\{{\\}})? [0-9]+$", metrics.Body);
        }
    }

    [Theory]
    [InlineData("/v1")]
    [InlineData("/api/v1")]
    public async Task AnyRoute_UnderBothRoots_IsTheSame(string root)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var posted = await tenant.SendAsync("POST", root + "/events", "{}");

        Assert.Equal(201, posted.Status);
        Assert.Equal(200, (await tenant.SendAsync("GET", $"{root}/events/{posted.Text("event_id")}")).Status);
        Assert.Equal(200, (await tenant.SendAsync("GET", $"{root}/tenants/current")).Status);
    }

    [Fact]
    public async Task Start_InProduction_HasNoLocalTenantAndOneAdmin()
    {
        const string AdminKey = "an-admin-key-of-our-own";
        await using var api = await ApiHost.StartAsync(
            "Production",
            ("Api:AdminKey", AdminKey),
            ("Security:MasterKeys:0:Id", "k1"),
            ("Security:MasterKeys:0:Key", Convert.ToBase64String(new byte[32])));
        using var local = api.Client(LocalTenants.ApiKey("acme"));
        using var localAdmin = api.Client(LocalTenants.AdminKey);
        using var admin = api.Client(AdminKey);

        Assert.Equal(401, (await local.SendAsync("GET", "/v1/events")).Status);
        Assert.Equal(401, (await localAdmin.SendAsync("GET", "/v1/tenants/acme")).Status);
        Assert.Equal(404, (await admin.SendAsync("GET", "/v1/tenants/acme")).Status);
        (await admin.SendAsync("POST", "/v1/tenants", """{"tenant_id":"abc","target_url":"http://example.com/"}""")).AssertProblem(422, "validation-failed");
        Assert.Equal(201, (await admin.SendAsync("POST", "/v1/tenants", """{"tenant_id":"abc","target_url":"https://example.com/"}""")).Status);
        Assert.Equal(1, await api.CountAsync("SELECT count(*) FROM api_keys WHERE tenant_id IS NULL"));
    }

    [Fact]
    public async Task Start_TwoReplicasWithOneMasterKey_ReadEachOthersPageTokens()
    {
        (string, string)[] settings =
        [
            ("Api:AdminKey", "an-admin-key-of-our-own"),
            ("Security:MasterKeys:0:Id", "k1"),
            ("Security:MasterKeys:0:Key", Convert.ToBase64String(new byte[32])),
        ];
        await using var one = await ApiHost.StartAsync("Production", settings);
        await using var two = await ApiHost.StartAsync("Production", settings);
        var scope = "events of a tenant";
        var token = one.Services.GetRequiredService<PageTokens>().CreateOf(scope, Guid.AllBitsSet);

        Assert.True(two.Services.GetRequiredService<PageTokens>().TryReadId(scope, token, Guid.Empty, out var last));

        Assert.Equal(Guid.AllBitsSet, last);
    }

    [GeneratedRegex("(?:src|href)=\"\\./(?<file>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assets();
}
