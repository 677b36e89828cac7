using Aspire.Hosting.Testing;
using Npgsql;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Docs;

/// <summary>The marked blocks of the documentation, as a reader runs them: page by page from its top, in one shell.</summary>
[Collection(LocalStackUsers.Name)]
public sealed class RunnableBlocksTests(AppHostFixture stack)
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
        await File.WriteAllTextAsync(file, OnThisStack(page.Script));

        var run = await Command.RunAsync(
            new ProcessSpec("bash", file) { WorkingDirectory = folder, Environment = await EnvironmentAsync(page) }, Limit, CancellationToken.None);

        Assert.True(run.ExitCode == 0, $"{name} ended with {run.ExitCode}:\n{run.Errors}\n{run.Output}");
    }

    [Fact]
    public void Pages_ThatGuideAReader_HaveRunnableBlocks() =>
        Assert.Equal(["README.md", "docs/api-guide.md", "docs/operations.md"], RunnablePage.All.Select(static page => page.Name).Order(StringComparer.Ordinal));

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
    private string OnThisStack(string script) => script
        .Replace("localhost:8080", stack.App.GetEndpoint("api", "http").Authority, StringComparison.Ordinal)
        .Replace("localhost:9001", stack.App.GetEndpoint("receiver", "http").Authority, StringComparison.Ordinal)
        .Replace("Webhooks.Api.dll", Path.Combine(AppContext.BaseDirectory, "Webhooks.Api.dll"), StringComparison.Ordinal);

    // Where a page has servers of one's own in mind, those of the tests, with a database of the name that it says.
    private static async Task<Dictionary<string, string>> EnvironmentAsync(RunnablePage page)
    {
        if (!page.Script.Contains("pg_dump", StringComparison.Ordinal))
        {
            return [];
        }

        var servers = await TestServers.GetAsync();
        var database = new NpgsqlConnectionStringBuilder(await servers.Postgres.CreateDatabaseAsync()).Database;
        await servers.Postgres.ExecuteAsync($"ALTER DATABASE {database} RENAME TO {Database}");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = $"{Path.GetDirectoryName(PostgresServer.Binary("pg_dump"))}:{Environment.GetEnvironmentVariable("PATH")}",
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = $"{servers.Postgres.Port}",
            ["PGUSER"] = "postgres",
            ["ConnectionStrings__webhooksdb"] = servers.Postgres.ConnectionString(Database),
            ["ConnectionStrings__nats"] = servers.Nats.Url,
            ["Messaging__Prefix"] = Stack.NewPrefix(),
            ["Security__MasterKeys__0__Id"] = "k1",
            ["Security__MasterKeys__0__Key"] = Convert.ToBase64String(new byte[32]),
        };
    }
}
