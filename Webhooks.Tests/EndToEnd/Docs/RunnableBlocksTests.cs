using System.Globalization;
using System.Text.RegularExpressions;
using Aspire.Hosting.Testing;
using Npgsql;
using Webhooks.Testing;
using Webhooks.Tests.EndToEnd.Packages;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Docs;

/// <summary>The marked blocks of the documentation, as a reader runs them: page by page from its top, in one shell.</summary>
[Collection(LocalStackUsers.Name)]
public sealed partial class RunnableBlocksTests(AppHostFixture stack)
{
    private const string Database = "webhooks";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static TheoryData<string> Pages => [.. RunnablePage.All.Select(static page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Blocks_OfAPage_RunAsTheyStand(string name)
    {
        var page = RunnablePage.Read(name);
        var folder = RunFolder.Default.Create("docs");
        var file = Path.Combine(folder, Path.GetFileName(name));
        Directory.CreateSymbolicLink(Path.Combine(folder, "docs"), Repository.PathOf("docs"));
        await File.WriteAllTextAsync(file, OnThisStack(await WithProgramsAsync(page.Script)));

        var run = await Command.RunAsync(
            new ProcessSpec("bash", file) { WorkingDirectory = folder, Environment = await EnvironmentAsync(page) }, Limit, CancellationToken.None);

        Assert.True(run.ExitCode == 0, $"{name} ended with {run.ExitCode}:\n{run.Errors}\n{run.Output}");
    }

    [Fact]
    public void Pages_ThatGuideAReader_HaveRunnableBlocks() =>
        Assert.Equal(
            ["README.md", "docs/api-guide.md", "docs/demos.md", "docs/integration-guide.md", "docs/operations.md", "samples/README.md"],
            RunnablePage.All.Select(static page => page.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Block_ThatFails_IsNamedWithItsLine()
    {
        var file = Path.Combine(RunFolder.Default.Create("docs"), "page.md");
        await File.WriteAllTextAsync(file, RunnablePage.Read("README.md").Script.Split('\n')[0] + "\n\necho begun\nfalse | cat\necho not reached\n");

        var run = await Command.RunAsync("bash", [file], Limit);

        Assert.Equal((1, "begun\n"), (run.ExitCode, run.Output));
        Assert.Contains("page.md: line 4: ended with 1", run.Errors, StringComparison.Ordinal);
    }

    // Its ports are others than those of a reader's.
    private string OnThisStack(string script)
    {
        var ports = new Dictionary<string, string>(StringComparer.Ordinal);
        return Port().Replace(script, port => port.Value switch
        {
            "8080" => At("api"),
            "9001" => At("receiver"),
            var own => ports.TryGetValue(own, out var given) ? given : ports[own] = FreePort.Next().ToString(CultureInfo.InvariantCulture),
        });
    }

    private string At(string service) => stack.App.GetEndpoint(service, "http").Port.ToString(CultureInfo.InvariantCulture);

    // As they were built, where a reader has them built.
    private static async Task<string> WithProgramsAsync(string script)
    {
        foreach (var sample in Sample().Matches(script).Select(static match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal))
        {
            script = script.Replace($"run --project samples/{sample} --", await PackedPackages.BuildSampleAsync(sample), StringComparison.Ordinal);
        }

        return Service().Replace(script, static match => Path.Combine(AppContext.BaseDirectory, match.Groups["name"].Value + ".dll"));
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync(RunnablePage page)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["API_URL"] = $"http://localhost:{At("api")}",
            ["RECEIVER_URL"] = $"http://localhost:{At("receiver")}",
            ["DEADLINE"] = "60",
        };
        if (page.Script.Contains("$ORDERS", StringComparison.Ordinal))
        {
            environment["ORDERS"] = await (await TestServers.GetAsync()).Postgres.CreateEmptyDatabaseAsync();
        }

        // As its launch settings have it.
        if (page.Script.Contains("run --project Webhooks.Receiver", StringComparison.Ordinal))
        {
            environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        }

        if (page.Script.Contains("pg_dump", StringComparison.Ordinal))
        {
            await AddServersAsync(environment);
        }

        return environment;
    }

    // Where a page has servers of one's own in mind, those of the tests, with a database of the name that it says.
    private static async Task AddServersAsync(Dictionary<string, string> environment)
    {
        var servers = await TestServers.GetAsync();
        var database = new NpgsqlConnectionStringBuilder(await servers.Postgres.CreateDatabaseAsync()).Database;
        await servers.Postgres.ExecuteAsync($"ALTER DATABASE {database} RENAME TO {Database}");
        environment["PATH"] = $"{Path.GetDirectoryName(PostgresServer.Binary("pg_dump"))}:{Environment.GetEnvironmentVariable("PATH")}";
        environment["PGHOST"] = "127.0.0.1";
        environment["PGPORT"] = $"{servers.Postgres.Port}";
        environment["PGUSER"] = "postgres";
        environment["ConnectionStrings__webhooksdb"] = servers.Postgres.ConnectionString(Database);
        environment["ConnectionStrings__nats"] = servers.Nats.Url;
        environment["Messaging__Prefix"] = Stack.NewPrefix();
        environment["Security__MasterKeys__0__Id"] = "k1";
        environment["Security__MasterKeys__0__Key"] = Convert.ToBase64String(new byte[32]);
    }

    [GeneratedRegex(@"(?<=localhost:|--port |PORT=)\d{4}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();

    [GeneratedRegex(@"run --project samples/(?<name>\w+) --", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sample();

    [GeneratedRegex(@"\b(run --project (?<name>Webhooks\.\w+) --|(?<name>Webhooks\.Api)\.dll)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Service();
}
