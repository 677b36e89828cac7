using System.Collections;
using System.Text.RegularExpressions;
using Webhooks.Testing;
using Webhooks.Tests.EndToEnd.Images;
using YamlDotNet.Serialization;

namespace Webhooks.Tests.EndToEnd.Monitoring;

/// <summary>The configuration of the OTLP collector in the compose file: what its pipelines name is there, and the services send to where it listens.</summary>
public sealed partial class CollectorTests
{
    private const string Service = "service";

    private static readonly string[] Kinds = ["receivers", "processors", "exporters"];

    private static readonly (string, string)[] Values =
    [
        ("MASTER_KEY", "key"), ("SESSION_KEY", "key"), ("ADMIN_KEY", "key"), ("POSTGRES_PASSWORD", "secret"), ("NATS_PASSWORD", "secret"), ("GRAFANA_PASSWORD", "secret"),
    ];

    [Fact]
    public void Collector_EachPipeline_NamesWhatIsConfiguredAndNothingIsLeftOver()
    {
        var configuration = Read();
        var pipelines = Map(Map(configuration[Service])["pipelines"]);

        Assert.Equal([.. Kinds, Service], configuration.Keys.Cast<string>());
        Assert.Equal(["logs", "metrics", "traces"], pipelines.Keys.Cast<string>().Order(StringComparer.Ordinal));
        Assert.All(pipelines.Values.Cast<object>(), static pipeline => Assert.Equal(Kinds, Map(pipeline).Keys.Cast<string>()));
        Assert.All(Kinds, kind => Assert.Equal(
            Map(configuration[kind]).Keys.Cast<string>().Order(StringComparer.Ordinal),
            pipelines.Values.Cast<object>().SelectMany(pipeline => List(Map(pipeline)[kind])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Collector_InTheComposeFile_ListensWhereTheServicesSend()
    {
        var documented = Documented().Match(await File.ReadAllTextAsync(Repository.PathOf("deploy", "compose", ".env.example"))).Value;
        var compose = await ComposeFile.ReadAsync("compose.yaml", [.. Values, ("OTLP_ENDPOINT", documented)]);
        var collector = compose.Service("collector");
        var protocols = Map(Map(Map(Read()["receivers"])["otlp"])["protocols"]);
        var mount = Assert.Single(List(collector["volumes"])).Split(':');

        // gRPC is what the services speak to it, for nothing tells them otherwise.
        Assert.Equal($"0.0.0.0:{new Uri(documented).Port}", Map(protocols["grpc"])["endpoint"]);
        Assert.All(["api-1", "api-2", "worker-1", "worker-2", "worker-3"], service =>
        {
            Assert.Equal(documented, compose.Environment(service)["OTEL_EXPORTER_OTLP_ENDPOINT"]);
            Assert.DoesNotContain("OTEL_EXPORTER_OTLP_PROTOCOL", compose.Environment(service).Keys);
        });
        Assert.Equal("collector.yaml", Path.GetFileName(mount[0]));
        Assert.Equal([$"--config={mount[1]}"], List(collector["command"]));
    }

    private static IDictionary Read() => Map(new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<object>(
        File.ReadAllText(Repository.PathOf("deploy", "compose", "collector.yaml"))));

    private static IDictionary Map(object? node) => Assert.IsType<IDictionary>(node, exactMatch: false);

    private static IEnumerable<string> List(object? node) => Assert.IsType<List<object>>(node).Cast<string>();

    [GeneratedRegex(@"http://collector:\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Documented();
}
