using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>Every part a process of its own: database, broker, cache, API and worker, all of them there to be killed.</summary>
internal sealed class CrashStack : Stack
{
    private CrashStack(PostgresServer postgres, NatsServer nats, RedisServer redis, string database, Dictionary<string, string> settings)
        : base(database + ";Timeout=3")
    {
        (Postgres, Nats, Redis) = (postgres, nats, redis);
        ApiProcess = new ServiceProcess("Webhooks.Api", settings);
        Worker = new ServiceProcess("Webhooks.Worker", settings);
        Stream = settings["Messaging:Prefix"].ToUpperInvariant();
    }

    public PostgresServer Postgres { get; }

    public NatsServer Nats { get; }

    public RedisServer Redis { get; }

    public ServiceProcess ApiProcess { get; }

    public ServiceProcess Worker { get; }

    public string Stream { get; }

    public override Uri Api => ApiProcess.Address;

    public static async Task<CrashStack> StartAsync(params (string Key, string Value)[] settings)
    {
        var (postgres, nats, redis) = (new PostgresServer(), new NatsServer(), new RedisServer());
        await Task.WhenAll(postgres.StartAsync(), nats.StartAsync(), redis.StartAsync());
        var database = await postgres.CreateDatabaseAsync();
        var stack = new CrashStack(
            postgres, nats, redis, database,
            StackSettings.For(database, nats, redis, NewPrefix(), [("Messaging:AckWait", "00:00:05"), ("Worker:AttemptTimeout", "00:00:03"), .. settings]));
        await Task.WhenAll(stack.ApiProcess.StartAsync(), stack.Worker.StartAsync());
        await stack.UntilReadyAsync();
        return stack;
    }

    public Task UntilReadyAsync() => Eventually.TrueAsync(
        async () => await ApiProcess.IsReadyAsync() && await Worker.IsReadyAsync(), "every service is ready");

    /// <summary>Gives the services the time to make the stream again, if they would at this moment.</summary>
    public async Task UntilStreamExistsOrAsync(TimeSpan atMost)
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = Nats.Url });
        var start = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(
            async () => TimeProvider.System.GetElapsedTime(start) > atMost || await ExistsAsync(new NatsJSContext(nats)), "the wait is over");

        async Task<bool> ExistsAsync(NatsJSContext jetStream)
        {
            try
            {
                await jetStream.GetStreamAsync(Stream);
                return true;
            }
            catch (NatsJSApiException)
            {
                return false;
            }
        }
    }

    /// <summary>Messages in the work queue.</summary>
    public async Task<long> MessagesAsync()
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = Nats.Url });
        return (await new NatsJSContext(nats).GetStreamAsync(Stream)).Info.State.Messages;
    }

    /// <summary>The answer of <c>GET /v1/audit</c>.</summary>
    public async Task<JsonDocument> AuditAsync()
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", LocalTenants.AdminKey);
        return JsonDocument.Parse(await http.GetStringAsync(new Uri(Api, "/v1/audit")));
    }

    /// <summary>Of a tenant just created; a change to one takes the services some milliseconds more.</summary>
    public override Task UntilKnownAsync(TestEndpoint endpoint) => Eventually.TrueAsync(
        async () => await endpoint.StatusAsync(HttpMethod.Get, "/v1/tenants/current", body: null) == 200, "the API knows the tenant");

    public override async ValueTask DisposeAsync()
    {
        await Task.WhenAll(ApiProcess.KillAsync(), Worker.KillAsync());
        await base.DisposeAsync();
        await Task.WhenAll(Postgres.KillAsync(), Nats.KillAsync(), Redis.KillAsync());
    }
}
