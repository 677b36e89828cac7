using Microsoft.Extensions.Hosting;
using NATS.Client.Core;

namespace Webhooks.ServiceDefaults.Messaging;

/// <summary>Connects at start, in the background: a service is alive without the broker, only not ready.</summary>
internal sealed class NatsConnector(NatsConnection connection) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await connection.ConnectAsync();
    }
}
