using Microsoft.Extensions.Diagnostics.HealthChecks;
using NATS.Client.Core;

namespace Webhooks.AppHost.Servers;

/// <summary>Connects with the resource's own connection string and asks for a PONG.</summary>
internal sealed class NatsHealthCheck(IResourceWithConnectionString server) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var url = await server.GetConnectionStringAsync(cancellationToken);
            await using var connection = new NatsConnection(NatsOpts.Default with { Url = url!, ConnectTimeout = Timeout, MaxReconnectRetry = 0 });
            await connection.PingAsync(cancellationToken).AsTask().WaitAsync(Timeout, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is NatsException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
