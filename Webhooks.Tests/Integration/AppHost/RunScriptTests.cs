using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.AppHost;

/// <summary>What <c>./run</c> says before it starts anything.</summary>
public sealed partial class RunScriptTests
{
    private static readonly string[] PortOptions = ["--api-port", "--receiver-port", "--page-port", "--dashboard-port"];
    private static readonly string[] Servers = ["postgres", "redis", "nats"];
    private static readonly string[] Files =
        ["run", "global.json", ".config/dotnet-tools.json", "Webhooks.AppHost/scripts/prerequisites.sh"];

    [Theory]
    [InlineData("there is no option '--bogus'", "--bogus")]
    [InlineData("--api-port needs a port from 1 to 65535, not '99999'", "--api-port", "99999")]
    [InlineData("--receiver-port needs a port from 1 to 65535, not 'x'", "--receiver-port", "x")]
    [InlineData("--dashboard-port needs a value", "--dashboard-port")]
    [InlineData("--logs needs a value", "--logs")]
    public async Task Run_WrongOption_IsOneLineAndExitCode2(string sentence, params string[] options)
    {
        var run = await RunAsync(options);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(sentence, Assert.Single(run.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--api-port")]
    [InlineData("--receiver-port")]
    [InlineData("--page-port")]
    [InlineData("--dashboard-port")]
    public async Task Run_TakenPort_IsOneLineAndExitCode2(string option)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        // From a copy: whether this repository's own stack is running does not matter.
        using var copy = new ScriptCopy();
        var run = await Command.RunAsync(
            copy.Run,
            [.. Others(option), option, $"{port}"],
            TimeSpan.FromMinutes(1));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains($"port {port} is taken", Assert.Single(run.Errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Help_NamesEveryOptionOfTheScript()
    {
        var script = await File.ReadAllTextAsync(Repository.PathOf("run"));
        var options = Option().Matches(script);

        var run = await RunAsync("--help");

        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains(option.Groups["name"].Value, run.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mine")]
    [InlineData("../mine")]
    public async Task Run_Fresh_WipesTheServersDataInTheFolderInUseOnly(string folder)
    {
        using var copy = new ScriptCopy();
        var standard = Directory.CreateDirectory(copy.PathOf(".data")).FullName;
        var mine = Directory.CreateDirectory(copy.PathOf("mine")).FullName;
        var used = folder is "" ? standard : mine;
        foreach (var data in new[] { standard, mine })
        {
            await File.WriteAllTextAsync(Path.Combine(data, "notes"), "");
            Array.ForEach(Servers, server => Directory.CreateDirectory(Path.Combine(data, server, "more")));
        }

        // There is nothing to build, so it ends right after.
        var setting = folder is "mine" ? mine : folder;
        var run = await Command.RunAsync("env", [$"DataDirectory={setting}", copy.Run, "--fresh", .. Others("")], TimeSpan.FromMinutes(2));

        Assert.True(run.Errors.Contains("the build failed", StringComparison.Ordinal), run.Errors);
        Assert.All(Servers, server => Assert.False(Directory.Exists(Path.Combine(used, server))));
        Assert.All(Servers, server => Assert.True(Directory.Exists(Path.Combine(used == mine ? standard : mine, server))));
        Assert.True(File.Exists(Path.Combine(used, "notes")));
    }

    private static Task<Command> RunAsync(params string[] options) =>
        Command.RunAsync(Repository.PathOf("run"), options, TimeSpan.FromMinutes(1));

    private static IEnumerable<string> Others(string option) => PortOptions
        .Where(other => other != option).SelectMany(static other => new[] { other, $"{FreePort.Next()}" });

    [GeneratedRegex(@"^    (?<name>--[a-z-]+)( \| -h)?\) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    private sealed class ScriptCopy : IDisposable
    {
        private readonly string _root = Directory.CreateDirectory(Path.Combine(RunFolder.Default.Path, $"run-{Guid.NewGuid():N}"[..12])).FullName;

        public ScriptCopy()
        {
            foreach (var file in Files)
            {
                var copy = Path.Combine(_root, file);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Repository.PathOf(file), copy);
            }
        }

        public string Run => PathOf("run");

        public string PathOf(string name) => Path.Combine(_root, name);

        public void Dispose() => Directory.Delete(_root, recursive: true);
    }
}
