using System.Globalization;

namespace Webhooks.Testing;

/// <summary>One of three servers that are a cluster, by the configuration that ships for it.</summary>
public sealed class NatsNode : ServerProcess
{
    private const string Password = "of-the-cluster";

    private readonly int _routePort = FreePort.Next();
    private IReadOnlyList<NatsNode> _cluster = [];

    private NatsNode(string name)
        : base(name)
    {
    }

    public string Url => $"nats://webhooks:{Password}@127.0.0.1:{Number(Port)}";

    protected override string Command => "nats-server";

    protected override IEnumerable<string> Arguments => ["-a", "127.0.0.1", "-p", Number(Port), "-c", Path.Combine(Folder, "nats.conf")];

    protected override ProcessSpec Spec => base.Spec with
    {
        Environment = _cluster.Select(static (node, at) => KeyValuePair.Create($"ROUTE_{Number(at + 1)}", $"nats://route:{Password}@127.0.0.1:{Number(node._routePort)}"))
            .Append(KeyValuePair.Create("NATS_NAME", Name)).Append(KeyValuePair.Create("NATS_PASSWORD", Password)).ToDictionary(StringComparer.Ordinal),
    };

    public static async Task<IReadOnlyList<NatsNode>> StartClusterAsync()
    {
        NatsNode[] nodes = [new("nats-1"), new("nats-2"), new("nats-3")];
        foreach (var node in nodes)
        {
            node._cluster = nodes;
        }

        await Task.WhenAll(nodes.Select(static node => node.StartAsync()));
        return nodes;
    }

    public override Task StartAsync()
    {
        var shipped = File.ReadAllText(Repository.PathOf("deploy", "compose", "nats.conf"));
        File.WriteAllText(
            Path.Combine(Folder, "nats.conf"),
            shipped.Replace("\"/data\"", $"\"{Folder}\"", StringComparison.Ordinal).Replace("\"0.0.0.0:6222\"", $"\"127.0.0.1:{Number(_routePort)}\"", StringComparison.Ordinal));
        return base.StartAsync();
    }

    // It speaks first.
    protected override Task<bool> AnswersAsync() => Probe.AnswersAsync(Port, greeting: default);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
