using System.Net.Http.Headers;
using Npgsql;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.ServiceDefaults;

/// <summary>The API as a process in Production, on a database that Development has opened.</summary>
public sealed class ProductionTests
{
    private const string AdminKey = "an-admin-key-of-our-own";

    [Fact]
    public async Task Start_OnADatabaseOfDevelopment_KnowsItsOwnKeysOnlyAndTellsStrangersAWord()
    {
        var (database, settings) = await SettingsAsync();
        await using (var development = new ServiceProcess("Webhooks.Api", settings))
        {
            await StartAsync(development);
            Assert.Equal(200, (await SendAsync(development, LocalTenants.ApiKey("acme"), "/v1/events")).Status);
            Assert.Equal(200, (await SendAsync(development, LocalTenants.AdminKey, "/v1/tenants")).Status);
            await development.StopAsync();
        }

        await using var production = new ServiceProcess("Webhooks.Api", [.. settings, .. Production]);
        await StartAsync(production);

        foreach (var key in LocalTenants.Ids.Select(LocalTenants.ApiKey).Append(LocalTenants.AdminKey))
        {
            (await SendAsync(production, key, "/v1/events")).AssertProblem(401, "wrong-api-key");
        }

        Assert.Equal(200, (await SendAsync(production, AdminKey, "/v1/tenants")).Status);
        var metrics = await SendAsync(production, key: null, "/metrics");
        Assert.Equal(401, metrics.Status);
        Assert.DoesNotContain("webhook_", metrics.Body, StringComparison.Ordinal);
        var health = await SendAsync(production, key: null, "/health");
        Assert.All(health.At("checks").EnumerateObject(), check => Assert.Equal("status", Assert.Single(check.Value.EnumerateObject()).Name));
        Assert.DoesNotContain("127.0.0.1", health.Body, StringComparison.Ordinal);
        await using var keys = NpgsqlDataSource.Create(database);
        await using var live = keys.CreateCommand("SELECT count(*) FROM api_keys WHERE tenant_id IS NOT NULL AND revoked_at IS NULL");
        Assert.Equal(0L, await live.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Log_OfARequestThatFails_HoldsNothingThatItsSenderWrote()
    {
        var (database, settings) = await SettingsAsync();
        await using var api = new ServiceProcess("Webhooks.Api", settings);
        await StartAsync(api);
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var rename = source.CreateCommand("ALTER TABLE event_types RENAME TO gone");
            await rename.ExecuteNonQueryAsync();
        }

        (await SendAsync(api, LocalTenants.ApiKey("acme"), $"/v1/event-types/{new string('y', 4_000)}")).AssertProblem(414, "target-too-long");
        var answer = await SendAsync(api, LocalTenants.ApiKey("acme"), "/v1/event-types/x%0Aforged%1B[31m?nonsense=s3cret");
        Assert.Equal(400, answer.Status);
        answer = await SendAsync(api, LocalTenants.ApiKey("acme"), $"/v1/event-types/x%0Aforged%1B[31m{new string('y', 1_000)}");

        Assert.Equal(503, answer.Status);
        await Eventually.TrueAsync(() => Task.FromResult(api.Output.Contains(answer.Header("X-Correlation-Id")!, StringComparison.Ordinal)), "the failure is logged");
        Assert.Contains("/v1/event-types/{name} was answered with 503", api.Output, StringComparison.Ordinal);
        Assert.All(api.Output.Split('\n'), static line => Assert.InRange(line.Length, 0, 4_096));
        foreach (var foreign in new[] { "\nforged", "\u001b", "s3cret", LocalTenants.ApiKey("acme") })
        {
            Assert.DoesNotContain(foreign, api.Output, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Production =>
    [
        new("environment", "Production"), new("Security:MasterKeys:0:Id", "k1"), new("Security:MasterKeys:0:Key", Convert.ToBase64String(new byte[32])),
        new("Api:AdminKey", AdminKey),
    ];

    private static async Task<(string Database, Dictionary<string, string> Settings)> SettingsAsync()
    {
        var servers = await TestServers.GetAsync();
        var database = await servers.Postgres.CreateDatabaseAsync();
        return (database, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:webhooksdb"] = database + ";Maximum Pool Size=10",
            ["ConnectionStrings:nats"] = servers.Nats.Url,
            ["Messaging:Prefix"] = $"t{Guid.NewGuid():N}"[..16],
            ["Logging:LogLevel:Default"] = "Warning",
        });
    }

    private static async Task StartAsync(ServiceProcess api)
    {
        await api.StartAsync();
        await Eventually.TrueAsync(api.IsReadyAsync, "the API is ready");
    }

    private static async Task<Answer> SendAsync(ServiceProcess api, string? key, string path)
    {
        using var client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync("GET", path);
    }
}
