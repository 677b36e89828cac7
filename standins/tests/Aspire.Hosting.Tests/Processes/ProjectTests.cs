using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Tests.Support;

namespace Aspire.Hosting.Tests.Processes;

public sealed class ProjectTests
{
    [Fact]
    public async Task Start_Project_IsHealthyWithItsLaunchProfileAndStopsWithTheApplication()
    {
        await using var builder = TestApplication.CreateBuilder();
        builder.AddSampleService("service");
        var app = await builder.BuildAsync();
        await app.StartAsync();
        await app.HealthyAsync("service");
        using var client = app.CreateHttpClient("service");

        Assert.Equal("hello", await client.GetStringAsync(new Uri("/variables/SAMPLE_GREETING", UriKind.Relative)));
        var pid = await PidAsync(client);
        await app.StopAsync();

        Assert.False(ProcessTable.Exists(pid));
        Assert.True(app.ResourceNotifications.TryGetCurrentState("service", out var state));
        Assert.Equal(KnownResourceStates.Finished, state.Snapshot.State!.Text);
    }

    [Fact]
    public async Task Crash_Project_ShowsItsExitCodeAndIsNotRestartedUnasked()
    {
        await using var builder = TestApplication.CreateBuilder();
        builder.AddSampleService("service");
        var app = await builder.BuildAsync();
        await app.StartAsync();
        await app.HealthyAsync("service");
        using var client = app.CreateHttpClient("service");
        var pid = await PidAsync(client);

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.PostAsync(new Uri("/crash", UriKind.Relative), null));
        await app.StateAsync("service", KnownResourceStates.Exited);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("service", out var state));
        Assert.Equal(3, state.Snapshot.ExitCode);

        var started = await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.StartCommand);
        Assert.True(started.Success);
        await app.HealthyAsync("service");
        Assert.NotEqual(pid, await PidAsync(client));
    }

    [Fact]
    public async Task Restart_Project_KeepsItsPort()
    {
        await using var builder = TestApplication.CreateBuilder();
        builder.AddSampleService("service");
        var app = await builder.BuildAsync();
        await app.StartAsync();
        await app.HealthyAsync("service");
        using var client = app.CreateHttpClient("service");
        var pid = await PidAsync(client);

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.RestartCommand)).Success);
        await app.HealthyAsync("service");

        Assert.NotEqual(pid, await PidAsync(client));
        Assert.False(ProcessTable.Exists(pid));
    }

    [Fact]
    public async Task Start_FixedPortTaken_FailsNamingPortAndResource()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var builder = TestApplication.CreateBuilder("--DcpPublisher:RandomizePorts=false");
        builder.AddProject<Projects.Sample_Service>("service").WithHttpEndpoint(port: port);
        var app = await builder.BuildAsync();
        await app.StartAsync();

        var failed = await app.ResourceNotifications
            .WaitForResourceAsync("service", e => e.Snapshot.State?.Text is "FailedToStart").WaitAsync(TestApplication.Limit);

        var reason = Assert.IsType<string>(Assert.Single(failed.Snapshot.Properties).Value);
        Assert.Contains($"port {port}", reason, StringComparison.Ordinal);
        Assert.Contains("'service'", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Replicas_ShareOnePortAndAllAnswer()
    {
        await using var builder = TestApplication.CreateBuilder();
        var service = builder.AddSampleService("service").WithReplicas(3);
        builder.AddSampleService("after").WaitFor(service);
        var app = await builder.BuildAsync();
        await app.StartAsync();
        await app.HealthyAsync("after");

        var seen = new HashSet<int>();
        for (var i = 0; i < 12; i++)
        {
            using var connection = new HttpClient { BaseAddress = app.GetEndpoint("service") };
            seen.Add(await PidAsync(connection));
        }

        Assert.Equal(3, seen.Count);
    }

    [Fact]
    public async Task Start_ExplicitStart_WaitsForTheCommand()
    {
        await using var builder = TestApplication.CreateBuilder();
        builder.AddSampleService("service").WithExplicitStart();
        var app = await builder.BuildAsync();
        await app.StartAsync();
        Assert.True(app.ResourceNotifications.TryGetCurrentState("service", out var state));
        Assert.Equal(KnownResourceStates.NotStarted, state.Snapshot.State!.Text);

        await app.ResourceCommands.ExecuteCommandAsync("service", KnownResourceCommands.StartCommand);

        await app.HealthyAsync("service");
    }

    private static async Task<int> PidAsync(HttpClient client) =>
        int.Parse(await client.GetStringAsync(new Uri("/pid", UriKind.Relative)), CultureInfo.InvariantCulture);
}
