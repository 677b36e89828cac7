using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Local.Redis;

internal sealed class RedisHealthCheck(RedisResource redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var connection = await LineProtocol.ConnectAsync(redis.PrimaryEndpoint, cancellationToken);
            if (redis.PasswordParameter is not null)
            {
                var password = await redis.PasswordParameter.GetValueAsync(cancellationToken) ?? "";
                await connection.SendAsync($"*2\r\n$4\r\nAUTH\r\n${Encoding.UTF8.GetByteCount(password)}\r\n{password}\r\n");
                if (await connection.ReadAsync() is var answer and not "+OK")
                {
                    return HealthCheckResult.Unhealthy(answer);
                }
            }

            await connection.SendAsync("*1\r\n$4\r\nPING\r\n");
            return await connection.ReadAsync() is var pong and not "+PONG" ? HealthCheckResult.Unhealthy(pong) : HealthCheckResult.Healthy();
        }
        catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(fault.Message);
        }
    }
}
