using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

internal sealed class RedisHealthCheck(IServiceProvider services, object? serviceKey) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            // Resolving may be the first connect, which blocks, and the client has no timeout of its own for awaited commands.
            var ping = Task.Run(() => services.GetRequiredKeyedService<IConnectionMultiplexer>(serviceKey).GetDatabase().PingAsync(), cancellationToken);
            var roundTrip = await ping.WaitAsync(cancellationToken);
            return HealthCheckResult.Healthy($"Answered in {roundTrip.TotalMilliseconds:0.0} ms.");
        }
        catch (Exception exception) when (exception is RedisException or InvalidOperationException or TimeoutException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message);
        }
    }
}
