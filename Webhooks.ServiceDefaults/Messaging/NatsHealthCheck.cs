using Microsoft.Extensions.Diagnostics.HealthChecks;
using NATS.Client.Core;

namespace Webhooks.ServiceDefaults.Messaging;

internal sealed class NatsHealthCheck(NatsConnection connection) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (connection.ConnectionState != NatsConnectionState.Open)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, $"The connection is {connection.ConnectionState}.");
        }

        try
        {
            var roundTrip = await connection.PingAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Answered in {roundTrip.TotalMilliseconds:0.0} ms.");
        }
        catch (NatsException exception)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message);
        }
    }
}
