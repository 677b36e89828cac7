using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Webhooks.Tests.Integration.Receiver;
using Webhooks.Tests.Servers;

namespace Webhooks.Tests.Integration.ServiceDefaults;

public sealed class MessagingTests : IAsyncLifetime
{
    private readonly int _port = FreePort.Next();
    private readonly string _folder = Directory.CreateTempSubdirectory("messaging-tests-").FullName;
    private Process? _nats;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await KillServerAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task AddWebhooksMessaging_ServerStartsLater_ConnectsAndPublishes()
    {
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal(503, await HealthAsync(client));

        StartServer();
        await Eventually.TrueAsync(async () => await HealthAsync(client) == 200, "the service is ready");

        var jetStream = app.Services.GetRequiredService<INatsJSContext>();
        await jetStream.CreateStreamAsync(new StreamConfig("TEST", ["test.>"]));
        var ack = await jetStream.PublishAsync("test.one", Encoding.UTF8.GetBytes("hello"));
        ack.EnsureSuccess();
        Assert.Equal(1UL, ack.Seq);
        Assert.Same(app.Services.GetRequiredService<NatsConnection>(), app.Services.GetRequiredService<INatsConnection>());
    }

    [Fact]
    public async Task Health_ServerRestarted_SaysSoMeanwhile()
    {
        StartServer();
        await using var app = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await Eventually.TrueAsync(async () => await HealthAsync(client) == 200, "the service is ready");

        await KillServerAsync();
        await Eventually.TrueAsync(async () => await HealthAsync(client) == 503, "the service has noticed");

        StartServer();
        await Eventually.TrueAsync(async () => await HealthAsync(client) == 200, "the service is ready again");
    }

    private static async Task<int> HealthAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/health", UriKind.Relative));
        return (int)response.StatusCode;
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:nats", (string?)$"nats://127.0.0.1:{_port}")]);
        builder.AddServiceDefaults();
        builder.AddWebhooksMessaging();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return app;
    }

    private void StartServer() =>
        _nats = Process.Start(new ProcessStartInfo("nats-server", ["-a", "127.0.0.1", "-p", $"{_port}", "-js", "-sd", _folder, "-l", "/dev/null"]));

    private async Task KillServerAsync()
    {
        if (_nats is { } nats)
        {
            nats.Kill();
            await nats.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            nats.Dispose();
            _nats = null;
        }
    }
}
