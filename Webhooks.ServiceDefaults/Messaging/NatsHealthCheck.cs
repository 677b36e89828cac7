using Microsoft.Extensions.Diagnostics.HealthChecks;
using NATS.Client.Core;

namespace Webhooks.ServiceDefaults.Messaging;

internal sealed class NatsHealthCheck(NatsConnection connection) : IHealthCheck
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (connection.ConnectionState != NatsConnectionState.Open)
        {
            return HealthCheckResult.Unhealthy($"The connection is {connection.ConnectionState}.");
        }

        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(Timeout);
            var roundTrip = await connection.PingAsync(deadline.Token);
            return HealthCheckResult.Healthy($"Answers in {roundTrip.TotalMilliseconds:0.0} ms.");
        }
        catch (Exception error) when (error is NatsException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The server does not answer.", error);
        }
    }
}
