using Npgsql;
using Webhooks.Core.Tenants;

namespace Webhooks.Worker.Circuits;

/// <summary>Forgets the circuits of endpoints that were deleted, and what workers wrote down that are gone.</summary>
internal sealed partial class CircuitUpkeep(
    CircuitBoard board, ConfigDirectory directory, NpgsqlDataSource database, TimeProvider time, ILogger<CircuitUpkeep> logger) : BackgroundService
{
    private const string RemoveStale = """
        DELETE FROM circuits c
        WHERE NOT EXISTS (SELECT FROM endpoints e WHERE e.endpoint_id = c.endpoint_id)
          OR NOT EXISTS (SELECT FROM workers w WHERE w.worker_id = c.worker_id)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ForgetAsync(stoppingToken);
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                LogFailed(logger, error.Message);
            }
        }
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (directory.IsLoaded)
        {
            foreach (var endpoint in board.Open.Where(endpoint => directory.FindEndpoint(endpoint) is null))
            {
                board.Forget(endpoint);
            }
        }

        await using var command = database.CreateCommand(RemoveStale);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Could not remove the circuits of what is gone: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
