using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>Makes the connection when the host starts, but off its path: connecting blocks for its timeout while Redis is away.</summary>
internal sealed partial class RedisActivation(IServiceProvider services, object? serviceKey, ILogger<RedisActivation> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(Connect, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Connect()
    {
        try
        {
            services.GetRequiredKeyedService<IConnectionMultiplexer>(serviceKey);
        }
        catch (ObjectDisposedException)
        {
            // The host stopped before it had connected.
        }
        catch (Exception exception) when (exception is RedisException or InvalidOperationException or ArgumentException)
        {
            CouldNotConnect(logger, exception);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "The Redis client could not be made; it is tried again on first use.")]
    private static partial void CouldNotConnect(ILogger logger, Exception exception);
}
