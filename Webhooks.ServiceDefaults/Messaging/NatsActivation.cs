using Microsoft.Extensions.Hosting;
using NATS.Client.Core;

namespace Webhooks.ServiceDefaults.Messaging;

/// <summary>
/// Connects when the host starts, without waiting for it. Left to the first request, the connection would keep that request's log scope
/// and trace for as long as it lives.
/// </summary>
internal sealed class NatsActivation(NatsConnection connection) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = connection.ConnectAsync().AsTask();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
