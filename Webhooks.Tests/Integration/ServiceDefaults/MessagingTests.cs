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
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.ServiceDefaults;

public sealed class MessagingTests
{
    [Fact]
    public async Task AddWebhooksMessaging_ServerStartsLater_ConnectsAndPublishes()
    {
        await using var nats = new NatsServer();
        await using var app = await StartAsync(nats);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal(503, await HealthAsync(client));

        await nats.StartAsync();
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
        await using var nats = new NatsServer();
        await nats.StartAsync();
        await using var app = await StartAsync(nats);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        await Eventually.TrueAsync(async () => await HealthAsync(client) == 200, "the service is ready");

        await nats.KillAsync();
        await Eventually.TrueAsync(async () => await HealthAsync(client) == 503, "the service has noticed");

        await nats.StartAsync();
        await Eventually.TrueAsync(async () => await HealthAsync(client) == 200, "the service is ready again");
    }

    private static async Task<int> HealthAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/health", UriKind.Relative));
        return (int)response.StatusCode;
    }

    private static async Task<WebApplication> StartAsync(NatsServer nats)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:nats", (string?)nats.Url)]);
        builder.AddServiceDefaults();
        builder.AddWebhooksMessaging();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return app;
    }
}
