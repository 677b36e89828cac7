using System.Globalization;
using Npgsql;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>
/// The API, in a process of its own, on 1,062,000 events of thirteen days: a million of acme's, almost all delivered; 60,000 of globex's,
/// almost all failed; 2,000 of test-tenant's. The server writes down the plan of every statement as it was run.
/// </summary>
public sealed class MillionEvents : IAsyncLifetime
{
    public const int OfAcme = 1_000_000;

    /// <summary>Every event has one, every twentieth another, and the first five hundred of each tenant a third.</summary>
    public const int Deliveries = 1_062_000 + 53_100 + 1_500;

    public const string Administrator = "administrator";

    private static readonly string[] Settings =
    [
        "shared_buffers=256MB", "max_wal_size=4GB", "wal_level=minimal", "max_wal_senders=0", "logging_collector=on", "log_destination=jsonlog",
        "log_directory=log", "log_filename=plans.log", "log_rotation_size=0", "log_rotation_age=0", "log_file_mode=0644",
    ];

    private readonly Dictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);
    private readonly Stack<IAsyncDisposable> _started = new();
    private ServiceProcess? _api;
    private ServiceProcess? _unwatchedApi;

    public int ApiProcessId => _api!.ProcessId;

    /// <summary>Of another API on the same events, whose plans nobody writes down, which costs as much as the statements themselves.</summary>
    public Uri UnwatchedApi => _unwatchedApi!.Address;

    internal PlanLog Plans { get; private set; } = null!;

    /// <summary>For statements that change what they find.</summary>
    internal CopyOfEvents Copy { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var (postgres, nats, redis) = (Keep(new PostgresServer(Settings)), Keep(new NatsServer()), Keep(new RedisServer()));
        await Task.WhenAll(postgres.StartAsync(), nats.StartAsync(), redis.StartAsync());
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var database = NpgsqlDataSource.Create(connectionString + ";Pooling=false;Command Timeout=480");

        // The API puts what is pending when it makes its stream into it: it makes the stream first.
        var settings = StackSettings.For(connectionString, nats, redis, Support.Stack.NewPrefix());
        await using (var first = new ServiceProcess("Webhooks.Api", settings))
        {
            await first.StartAsync();
            await Eventually.TrueAsync(first.IsReadyAsync, "the API is ready");
        }

        await PastDays.CreateAsync(database, days: 13);
        await ExecuteAsync(database, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Integration/Scale/seed.sql")));
        await PastDays.SettleAsync(database, vacuums: false);
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await using (var server = NpgsqlDataSource.Create(postgres.ConnectionString("postgres") + ";Pooling=false;Command Timeout=120"))
        {
            await ExecuteAsync(server, $"CREATE DATABASE {name}_copy TEMPLATE {name} STRATEGY file_copy");
            await ExecuteAsync(server, PlanLog.Setup(name));
            await ExecuteAsync(server, PlanLog.Setup(name + "_copy"));
        }

        _api = await StartApiAsync(settings);
        _unwatchedApi = await StartApiAsync(new(settings) { ["ConnectionStrings:webhooksdb"] = settings["ConnectionStrings:webhooksdb"] + PlanLog.Off });
        var log = Path.Combine(postgres.Data, "log/plans.json");
        Plans = Keep(new PlanLog(log, name, NpgsqlDataSource.Create(connectionString)));
        Copy = Keep(new CopyOfEvents(postgres.ConnectionString(name + "_copy"), nats.Url, log));
    }

    public HttpClient Client(string tenant)
    {
        if (!_clients.TryGetValue(tenant, out var client))
        {
            _clients[tenant] = client = new HttpClient { BaseAddress = _api!.Address, Timeout = TimeSpan.FromMinutes(3) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", tenant == Administrator ? LocalTenants.AdminKey : LocalTenants.ApiKey(tenant));
        }

        return client;
    }

    /// <summary>A GET that must succeed.</summary>
    public async Task<Answer> GetAsync(string tenant, string url)
    {
        var answer = await Client(tenant).SendAsync("GET", url);
        Assert.True(answer.Status == 200, string.Create(CultureInfo.InvariantCulture, $"{url}: {answer.Status} {answer.Body}"));
        return answer;
    }

    private async Task<ServiceProcess> StartApiAsync(Dictionary<string, string> settings)
    {
        var api = Keep(new ServiceProcess("Webhooks.Api", settings));
        await api.StartAsync();
        await Eventually.TrueAsync(api.IsReadyAsync, "the API is ready");
        return api;
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        while (_started.TryPop(out var started))
        {
            await started.DisposeAsync();
        }
    }

    private T Keep<T>(T started)
        where T : IAsyncDisposable
    {
        _started.Push(started);
        return started;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
