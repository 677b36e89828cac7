using System.Text.RegularExpressions;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Images;

public sealed partial class ComposeTests
{
    private static readonly (string, string)[] Secrets =
    [
        ("MASTER_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="), ("SESSION_KEY", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
        ("ADMIN_KEY", "an-admin-key-of-our-own"), ("POSTGRES_PASSWORD", "secret-1"),
        ("NATS_PASSWORD", "secret-2"), ("GRAFANA_PASSWORD", "secret-3"),
    ];

    [Fact]
    public async Task Cluster_AsDockerComposeReadsIt_HasEveryPartAndLocksOursUp()
    {
        var compose = await ComposeFile.ReadAsync("compose.yaml", Secrets);

        Assert.Equal(
            [
                "api-1", "api-2", "collector", "dashboard", "grafana", "nats-1", "nats-2", "nats-3", "postgres", "prometheus", "proxy", "receiver", "redis",
                "worker-1", "worker-2", "worker-3",
            ],
            compose.Services.Order(StringComparer.Ordinal));
        Assert.All(["dashboard", "receiver"], name => AssertLockedUp(compose, name));
        Assert.All(compose.Services.Where(static name => name.StartsWith("api", StringComparison.Ordinal) || name.StartsWith("worker", StringComparison.Ordinal)), name =>
        {
            AssertLockedUp(compose, name);
            Assert.Equal("3", compose.Environment(name)["Messaging__Replicas"]);
            Assert.Equal(3, compose.Environment(name)["ConnectionStrings__nats"].Split(',').Length);
        });
        Assert.Equal(["api-1", "api-2", "dashboard", "worker-1", "worker-2", "worker-3"], Lines("prometheus.yaml", TargetName()));
    }

    [Fact]
    public async Task Single_AsDockerComposeReadsIt_HasOneOfEach()
    {
        var compose = await ComposeFile.ReadAsync("single.yaml", Secrets);

        Assert.Equal(["api", "dashboard", "nats", "postgres", "worker"], compose.Services.Order(StringComparer.Ordinal));
        Assert.All(["api", "dashboard", "worker"], name => AssertLockedUp(compose, name));
    }

    [Fact]
    public async Task Compose_WithoutTheSecrets_SaysWhichIsMissing()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ComposeFile.ReadAsync("single.yaml"));

        Assert.Contains("see .env.example", refused.Message, StringComparison.Ordinal);
    }

    private static void AssertLockedUp(ComposeFile compose, string name)
    {
        var service = compose.Service(name);
        Assert.Equal("true", service["read_only"]);
        Assert.Equal(["ALL"], Assert.IsType<List<object>>(service["cap_drop"]));
        Assert.False(service.ContainsKey("user"), "The image says who.");
        Assert.Contains("--probe", compose.Probe(name));
    }

    private static IEnumerable<string> Lines(string file, Regex name) => name.Matches(File.ReadAllText(Repository.PathOf("deploy", "monitoring", file)))
        .Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("\"(?<name>[a-z0-9-]+):9464\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TargetName();
}
