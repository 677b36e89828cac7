using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Local.Processes;
using Aspire.Hosting.Tests.Support;

namespace Aspire.Hosting.Tests.Processes;

/// <summary>The sample AppHost as a process of its own, ended in every way that a process can end.</summary>
public sealed class AppHostProcessTests
{
    /// <summary>Where its own build put it: next to all that it needs.</summary>
    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Sample.AppHost", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Sample.AppHost.dll"));

    [Theory]
    [InlineData(Signals.Kill)]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Hangup)]
    [InlineData(Signals.Interrupt)]
    public async Task End_AppHost_LeavesNoProcessAndTheNextOneStarts(int signal)
    {
        using var data = new TemporaryFolder();
        using (var appHost = Start(data))
        {
            await HealthyAsync(data, appHost);
            var children = Children(data);
            Assert.Equal(4, children.Count);
            Assert.All(children, id => Assert.True(ProcessTable.Exists(id)));

            Send(appHost.Id, signal);

            await appHost.WaitForExitAsync().WaitAsync(TestApplication.Limit);
            await Eventually.TrueAsync(() => !children.Any(ProcessTable.Exists), "every child has ended");
        }

        using var next = Start(data);
        await HealthyAsync(data, next);
        Send(next.Id, Signals.Terminate);
        await next.WaitForExitAsync().WaitAsync(TestApplication.Limit);
    }

    [Fact]
    public async Task End_StarterOfTheAppHost_EndsTheAppHost()
    {
        using var data = new TemporaryFolder();
        using var starter = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        using var appHost = Start(data, ("ASPIRE_CLI_PID", starter.Id.ToString(CultureInfo.InvariantCulture)));
        await HealthyAsync(data, appHost);

        starter.Kill();

        await appHost.WaitForExitAsync().WaitAsync(TestApplication.Limit);
    }

    private static Process Start(TemporaryFolder data, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Program,
                $"--StandIns:DataDirectory={data.Path}", "--DcpPublisher:RandomizePorts=true", "--StandIns:ConsoleOutput=false",
            ]);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static Task HealthyAsync(TemporaryFolder data, Process appHost) => Eventually.TrueAsync(
        () =>
        {
            Assert.False(appHost.HasExited, "The AppHost has ended.");
            var file = Path.Combine(data.Path, "run", "status");
            return File.Exists(file) && File.ReadAllLines(file) is { Length: 5 } lines
                && lines.All(line => line.Contains("\tRunning\tHealthy\t", StringComparison.Ordinal));
        },
        "everything is healthy");

    private static List<int> Children(TemporaryFolder data) =>
        [.. File.ReadAllLines(Path.Combine(data.Path, "run", "processes")).Select(line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture))];

    private static void Send(int processId, int signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", processId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
