using NATS.Client.Core;
using NATS.Client.JetStream;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>Three NATS nodes that each keep the streams, two APIs and three workers, every one a process to be killed.</summary>
internal sealed class ClusterStack : Stack
{
    private readonly List<ServiceProcess> _live;
    private readonly string _stream;
    private int _turn;

    private ClusterStack(IReadOnlyList<NatsNode> nodes, string database, Dictionary<string, string> settings)
        : base(database)
    {
        Nodes = nodes;
        _stream = settings["Messaging:Prefix"].ToUpperInvariant();
        Apis = [.. Enumerable.Range(0, 2).Select(_ => new ServiceProcess("Webhooks.Api", settings))];
        Workers = [.. Enumerable.Range(0, 3).Select(_ => new ServiceProcess("Webhooks.Worker", settings))];
        _live = [.. Apis];
    }

    public IReadOnlyList<NatsNode> Nodes { get; }

    public IReadOnlyList<ServiceProcess> Apis { get; }

    public IReadOnlyList<ServiceProcess> Workers { get; }

    /// <summary>In turn, as a proxy has it.</summary>
    public override Uri Api
    {
        get
        {
            lock (_live)
            {
                return _live[_turn++ % _live.Count].Address;
            }
        }
    }

    public static async Task<ClusterStack> StartAsync()
    {
        var servers = await TestServers.GetAsync();
        var database = await servers.Postgres.CreateDatabaseAsync();
        var nodes = await NatsNode.StartClusterAsync();
        var stack = new ClusterStack(nodes, database, StackSettings.For(
            database, servers.Nats, servers.Redis, NewPrefix(),
            ("ConnectionStrings:nats", string.Join(',', nodes.Select(static node => node.Url))), ("Messaging:Replicas", "3"), ("Messaging:AckWait", "00:00:05"),
            ("Worker:AttemptTimeout", "00:00:03")));
        await Task.WhenAll(stack.Apis.Concat(stack.Workers).Select(static service => service.StartAsync()));
        await Eventually.TrueAsync(
            async () => (await Task.WhenAll(stack.Apis.Concat(stack.Workers).Select(static service => service.IsReadyAsync()))).All(static ready => ready),
            "every service is ready");
        return stack;
    }

    /// <summary>The node that leads the stream of deliveries: without it the others have to elect another.</summary>
    public async Task<NatsNode> LeaderAsync()
    {
        await using var nats = new NatsConnection(NatsOpts.Default with { Url = Nodes[0].Url });
        var stream = await new NatsJSContext(nats).GetStreamAsync(_stream);
        return Nodes.Single(node => node.Name == stream.Info.Cluster?.Leader);
    }

    /// <summary>Kills one of its processes; of an API the proxy learns afterwards.</summary>
    public async Task KillAsync(ServerProcess process)
    {
        await process.KillAsync();
        lock (_live)
        {
            _live.RemoveAll(api => api == process);
        }
    }

    /// <summary>At every API.</summary>
    public override async Task UntilKnownAsync(TestEndpoint endpoint)
    {
        for (var i = 0; i < 2 * Apis.Count; i++)
        {
            await Eventually.TrueAsync(
                async () => await endpoint.StatusAsync(HttpMethod.Get, "/v1/tenants/current", body: null) == 200, "the APIs know the tenant");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Apis.Concat(Workers).Select(static service => service.KillAsync()));
        await base.DisposeAsync();
        await Task.WhenAll(Nodes.Select(static node => node.KillAsync()));
    }
}
