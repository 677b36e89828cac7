using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Webhooks.Signing;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>What ships, unpacked from the images' archives and started as an engine would.</summary>
public sealed class ImageTests
{
    private const long MostOfWorker = 60L << 20;
    private const string AdminKey = "an-admin-key-of-our-own";

    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Services => [.. PublishedImages.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Image_OfAService_RunsItsProgramAsNobodyAndSaysWhatItIs(string service)
    {
        var image = await PublishedImages.GetAsync(service);

        Assert.Equal("1654", image.Config.GetProperty("User").GetString());
        Assert.Contains("DOTNET_EnableDiagnostics=0", image.Environment);
        Assert.Equal(Version, image.Label("org.opencontainers.image.version"));
        Assert.Equal("MIT", image.Label("org.opencontainers.image.licenses"));
        Assert.Equal([$"webhooks-{service}:{Version}"], image.Tags);
        Assert.DoesNotContain(Directory.EnumerateFiles(image.Root, "*", SearchOption.AllDirectories), static file => Path.GetExtension(file) is ".pdb" or ".dbg" or ".xml");
        Assert.InRange(image.OwnBytes, 1, MostOfWorker);

        var docker = File.ReadAllText(Repository.PathOf("deploy", "docker", service + ".Dockerfile"));
        Assert.Equal(image.EntryPoint, Instruction(docker, "ENTRYPOINT"));
        Assert.Equal([.. image.EntryPoint, "--probe", "/health"], Instruction(docker, "CMD"));
        Assert.Matches("(?m)^USER 1654$", docker);
        Assert.Matches(@"(?m)^FROM \S+-chiseled$", docker);
    }

    [Fact]
    public async Task Platform_AsComposeStartsIt_DeliversAnEvent()
    {
        var compose = await ComposeFile.ReadAsync(
            "single.yaml",
            ("MASTER_KEY", Convert.ToBase64String(new byte[32])), ("SESSION_KEY", "unused"), ("ADMIN_KEY", AdminKey), ("POSTGRES_PASSWORD", "unused"),
            ("NATS_PASSWORD", "unused"),
            ("ALLOW_HTTP", "true"), ("ALLOWED_NETWORK", "127.0.0.0/8"));
        var servers = await TestServers.GetAsync();
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__webhooksdb"] = await servers.Postgres.CreateEmptyDatabaseAsync() + ";Maximum Pool Size=10",
            ["ConnectionStrings__nats"] = servers.Nats.Url,
            ["Messaging__Prefix"] = Stack.NewPrefix(),
        };
        await using var receiver = new WireReceiver();
        await using var api = new ContainerProcess("api", await PublishedImages.GetAsync("api"), With(compose.Environment("api"), addresses));
        await using var worker = new ContainerProcess("worker", await PublishedImages.GetAsync("worker"), With(compose.Environment("worker"), addresses));
        await Task.WhenAll(api.StartAsync(), worker.StartAsync());
        await Eventually.TrueAsync(async () => await api.IsReadyAsync() && await worker.IsReadyAsync(), () => $"both are ready:\n{api.Output}\n{worker.Output}");

        using var http = new HttpClient { BaseAddress = api.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        var tenant = await PostAsync(http, "/v1/tenants", $$"""{"tenant_id":"shipped","target_url":"{{receiver.Url("/hook")}}"}""");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tenant.GetProperty("api_key").GetString());
        await PostAsync(http, "/v1/events", """{"event":"shipped"}""");

        var visit = Assert.Single(await receiver.UntilVisitsAsync("/hook", 1));
        Assert.Equal(SignatureProfile.All, WebhookVerifier.Verify(visit.Headers, visit.Body, [tenant.GetProperty("webhook_secret").GetString()!]).Valid);
        Assert.Equal($"Aspire-Webhooks/{Version}", visit["User-Agent"]);
        using var health = JsonDocument.Parse(await http.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Equal(Version, health.RootElement.GetProperty("version").GetString());

        foreach (var (name, container) in new[] { ("api", api), ("worker", worker) })
        {
            Assert.Contains("\nUid:\t1654\t", await File.ReadAllTextAsync($"/proc/{container.ProcessId}/status"), StringComparison.Ordinal);
            Assert.Contains("webhook_", await http.GetStringAsync(new Uri(container.Management, "/metrics")), StringComparison.Ordinal);
            Assert.Equal(0, (await ProbeAsync(container, compose.Probe(name))).ExitCode);
        }

        await worker.StopAsync();
        Assert.Equal(1, (await ProbeAsync(worker, compose.Probe("worker"))).ExitCode);
    }

    private static string Version => typeof(WebhookVerifier).Assembly.GetName().Version!.ToString(3);

    private static Task<Command> ProbeAsync(ContainerProcess container, IEnumerable<string> probe) =>
        Command.RunAsync("unshare", container.Run(probe), ProbeTime);

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment, Dictionary<string, string> addresses) =>
        environment.Concat(addresses).GroupBy(static entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(static entries => entries.Key, static entries => entries.Last().Value, StringComparer.Ordinal);

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == 201, text);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    private static string[] Instruction(string docker, string name) =>
        JsonSerializer.Deserialize<string[]>(InstructionList(name).Match(docker).Groups["list"].Value)!;

    private static Regex InstructionList(string name) => new($@"\b{name} (?<list>\[.*\])", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
