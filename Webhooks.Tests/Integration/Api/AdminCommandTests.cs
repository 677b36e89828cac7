using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Api;

/// <summary>The API's program with a command instead of a server.</summary>
public sealed class AdminCommandTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Commands_OnAnEmptyDatabase_MakeItReadyAndLetSomebodyIn()
    {
        var servers = await TestServers.GetAsync();
        string[] settings =
        [
            "--ConnectionStrings:webhooksdb", await servers.Postgres.CreateEmptyDatabaseAsync() + ";Pooling=false", "--ConnectionStrings:nats", servers.Nats.Url,
            "--Messaging:Prefix", Stack.NewPrefix(), "--Security:MasterKeys:0:Id", "k1", "--Security:MasterKeys:0:Key", Convert.ToBase64String(new byte[32]),
            "--Logging:LogLevel:Default", "Warning",
        ];

        Assert.Equal("The schema is up to date.\n", await SucceedAsync("migrate"));
        Assert.Equal("The schema is up to date.\n", await SucceedAsync("migrate"));
        var first = (await SucceedAsync("keys", "new")).Trim();
        var second = (await SucceedAsync("keys", "new")).Trim();
        Assert.StartsWith("whk_", first, StringComparison.Ordinal);
        Assert.Equal(2, (await SucceedAsync("keys")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        await SucceedAsync("keys", "revoke", first[4..12]);
        Assert.Contains("the last live", (await RunAsync("keys", "revoke", second[4..12])).Errors, StringComparison.Ordinal);
        Assert.EndsWith("Nothing needs another key.\n", await SucceedAsync("secrets", "reencrypt"), StringComparison.Ordinal);
        Assert.Equal("", await SucceedAsync("tenants"));
        Assert.Contains("\"balanced\":true", await SucceedAsync("audit"), StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("keys", "nonsense")).ExitCode);

        Task<Command> RunAsync(params string[] words) => Command.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "Webhooks.Api.dll"), .. words, .. settings], Limit);

        async Task<string> SucceedAsync(params string[] words)
        {
            var command = await RunAsync(words);
            Assert.True(command.ExitCode == 0, $"{string.Join(' ', words)} ended with {command.ExitCode}: {command.Errors}{command.Output}");
            return command.Output;
        }
    }
}
