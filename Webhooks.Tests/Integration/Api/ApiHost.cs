using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Webhooks.Api.Ingest;
using Webhooks.Core.Messaging;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

/// <summary>The API on a port of its own, with a database and a messaging prefix that nobody else uses.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplicationFactory<EventIngest> _factory;
    private readonly SocketsHttpHandler _connections = new() { AllowAutoRedirect = false };
    private readonly Uri _address;

    private ApiHost(WebApplicationFactory<EventIngest> factory, NpgsqlDataSource database, string prefix)
    {
        (_factory, Database, Prefix) = (factory, database, prefix);
        _address = new Uri(factory.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public NpgsqlDataSource Database { get; }

    /// <summary>Of the streams: the work queue is its upper-case form.</summary>
    public string Prefix { get; }

    public IServiceProvider Services => _factory.Services;

    /// <summary>Starts in Development, with the local tenants, unless the settings say otherwise; returns once it is ready.</summary>
    public static async Task<ApiHost> StartAsync(
        TestServers servers, string environment = "Development", params (string Key, string Value)[] settings)
    {
        var connectionString = await servers.Postgres.CreateDatabaseAsync();
        var prefix = $"t{Guid.NewGuid():N}"[..16];
        var factory = new WebApplicationFactory<EventIngest>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            host.UseUrls("http://127.0.0.1:0");
            host.UseSetting("ConnectionStrings:webhooksdb", connectionString + ";Maximum Pool Size=20");
            host.UseSetting("ConnectionStrings:nats", servers.Nats.Url);
            host.UseSetting("Messaging:Prefix", prefix);
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (key, value) in settings)
            {
                host.UseSetting(key, value);
            }
        });
        factory.UseKestrel();
        factory.StartServer();
        var api = new ApiHost(factory, NpgsqlDataSource.Create(connectionString + ";Maximum Pool Size=5"), prefix);
        await api.UntilReadyAsync();
        await api.UntilStreamsExistAsync();
        return api;
    }

    /// <summary>On the servers that all tests share.</summary>
    public static async Task<ApiHost> StartAsync(string environment = "Development", params (string Key, string Value)[] settings) =>
        await StartAsync(await TestServers.GetAsync(), environment, settings);

    /// <param name="key">An API key; null sends none.</param>
    public HttpClient Client(string? key)
    {
        var client = new HttpClient(_connections, disposeHandler: false) { BaseAddress = _address };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public HttpClient Admin() => Client(LocalTenants.AdminKey);

    /// <summary>A client of a tenant that was just created.</summary>
    public async Task<HttpClient> NewTenantAsync(string? tenantId = null) => Client((await CreateTenantAsync(tenantId)).Text("api_key"));

    public async Task<Answer> CreateTenantAsync(string? tenantId = null)
    {
        using var admin = Admin();
        var id = tenantId ?? $"t-{Guid.NewGuid():N}"[..20];
        var created = await admin.SendAsync("POST", "/v1/tenants", $$"""{"tenant_id":"{{id}}","target_url":"http://localhost:9001/{{id}}"}""");
        Assert.Equal(201, created.Status);
        return created;
    }

    public Task UntilReadyAsync() => Eventually.TrueAsync(
        async () =>
        {
            using var client = Client(null);
            return (await client.SendAsync("GET", "/health")).Status == 200;
        },
        "the API is ready");

    // Whatever is pending or retrying when the streams are made is put into them, as a new cycle.
    private Task UntilStreamsExistAsync() =>
        Eventually.TrueAsync(() => Services.GetRequiredService<StreamTopology>().HasDeliveriesAsync(CancellationToken.None), "the streams exist");

    /// <summary>Stands in for the worker: makes an event's deliveries look like this.</summary>
    public Task SetDeliveriesAsync(string eventId, string status, int attempts) => ExecuteAsync(Rows.Make + $"""
        UPDATE deliveries SET status = '{status}', attempts = {attempts}, error = 'HTTP 503: Service Unavailable',
          last_attempt_at = CASE WHEN {attempts} > 0 THEN now() END
        WHERE event_id = '{Guid.ParseExact(eventId[4..], "N")}'
        """);

    /// <summary>Waits until the stream has acknowledged everything that was posted.</summary>
    public Task UntilPublishedAsync() =>
        Eventually.TrueAsync(async () => await CountAsync(Rows.Unpublished) == 0, "all is published");

    public async Task<long> CountAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Database.DisposeAsync();
        _connections.Dispose();
    }
}
