using System.Net.Sockets;
using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Local.Nats;

internal sealed class NatsHealthCheck(NatsServerResource nats) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var connection = await LineProtocol.ConnectAsync(nats.PrimaryEndpoint, cancellationToken);
            await connection.ReadAsync();
            var user = await nats.UserNameReference.GetValueAsync(cancellationToken);
            var password = nats.PasswordParameter is null ? null : await nats.PasswordParameter.GetValueAsync(cancellationToken);
            await connection.SendAsync(
                $"CONNECT {{\"verbose\":false,\"user\":{JsonSerializer.Serialize(user)},\"pass\":{JsonSerializer.Serialize(password)}}}\r\nPING\r\n");
            return await connection.ReadAsync() is var answer and not "PONG" ? HealthCheckResult.Unhealthy(answer) : HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(fault.Message);
        }
    }
}
