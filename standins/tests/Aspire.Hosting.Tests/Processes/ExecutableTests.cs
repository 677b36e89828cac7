using Aspire.Hosting.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Tests.Processes;

public sealed class ExecutableTests
{
    [Fact]
    public async Task WaitForCompletion_ExpectedExitCode_StartsTheNext()
    {
        await using var builder = TestApplication.CreateBuilder();
        var first = builder.AddExecutable("first", "sh", "/", "-c", "echo done; exit 4");
        builder.AddExecutable("second", "sh", "/", "-c", "exit 0").WaitForCompletion(first, exitCode: 4);
        var app = await builder.BuildAsync();
        await app.StartAsync();

        Assert.Equal(KnownResourceStates.Finished, await app.StateAsync("second", [.. KnownResourceStates.TerminalStates]));
    }

    [Fact]
    public async Task WaitForCompletion_OtherExitCode_FailsTheNext()
    {
        await using var builder = TestApplication.CreateBuilder();
        var first = builder.AddExecutable("first", "sh", "/", "-c", "exit 1");
        builder.AddExecutable("second", "sh", "/", "-c", "exit 0").WaitForCompletion(first);
        var app = await builder.BuildAsync();
        await app.StartAsync();

        Assert.Equal(KnownResourceStates.FailedToStart, await app.StateAsync("second", [.. KnownResourceStates.TerminalStates]));
    }

    [Fact]
    public async Task WaitFor_DependencyFails_FailsNamingIt()
    {
        await using var builder = TestApplication.CreateBuilder();
        var broken = builder.AddExecutable("broken", "no-such-program", "/");
        builder.AddExecutable("second", "sleep", "/", "600").WaitFor(broken);
        var app = await builder.BuildAsync();
        await app.StartAsync();

        var failed = await app.ResourceNotifications
            .WaitForResourceAsync("second", e => e.Snapshot.State?.Text is "FailedToStart").WaitAsync(TestApplication.Limit);

        Assert.Contains("'broken' failed to start", (string)failed.Snapshot.Properties.Single().Value!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MissingParameter_FailsNamingTheKey()
    {
        await using var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("tool", "true", "/").WithEnvironment("KEY", builder.AddParameter("key", secret: true));
        var app = await builder.BuildAsync();
        await app.StartAsync();

        var failed = await app.ResourceNotifications
            .WaitForResourceAsync("tool", e => e.Snapshot.State?.Text is "FailedToStart").WaitAsync(TestApplication.Limit);

        Assert.Contains("Parameters:key", (string)failed.Snapshot.Properties.Single().Value!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Output_BothStreams_ReachTheResourceLog()
    {
        await using var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("tool", "sh", "/", "-c", "echo to-out; echo to-err >&2; printf unfinished");
        var app = await builder.BuildAsync();
        await app.StartAsync();
        await app.StateAsync("tool", KnownResourceStates.Finished);

        var lines = new List<string>();
        await foreach (var batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(app.Model().Resources.Single()))
        {
            lines.AddRange(batch.Select(l => l.Content));
        }

        Assert.Equal(["to-err", "to-out", "unfinished"], lines.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Stop_ProgramWithGrandchild_EndsBoth()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path);
        await using var builder = TestApplication.CreateBuilder();
        builder.AddExecutable("tool", "sh", folder.Path, "-c", "sleep 600 & echo $! > grandchild.tmp; mv grandchild.tmp grandchild; wait");
        var app = await builder.BuildAsync();
        await app.StartAsync();
        var file = Path.Combine(folder.Path, "grandchild");
        await Eventually.TrueAsync(() => File.Exists(file), "the grandchild runs");
        var grandchild = int.Parse(await File.ReadAllTextAsync(file), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(ProcessTable.Exists(grandchild));

        await app.StopAsync();

        await Eventually.TrueAsync(() => !ProcessTable.Exists(grandchild), "the grandchild has ended");
    }
}
