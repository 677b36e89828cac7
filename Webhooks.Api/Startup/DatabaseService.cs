using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Startup;

/// <summary>
/// Brings the database to the state that this version needs, as soon as it can be reached, then keeps it and the
/// configuration in memory up to date. The server listens meanwhile, and says 503 and not ready.
/// </summary>
internal sealed partial class DatabaseService(
    Migrator migrator,
    Partitions partitions,
    FirstKeys keys,
    ConfigFeed feed,
    Maintenance maintenance,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<DatabaseService> logger)
    : BackgroundService
{
    private const int RefusedExitCode = 2;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryPrepareAsync(stoppingToken))
            {
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
        catch (ChangedMigrationException refused)
        {
            // As with a wrong option: the sentence, and an end that no restart mends.
            await Console.Error.WriteLineAsync(refused.Message.AsMemory(), CancellationToken.None);
            Environment.ExitCode = RefusedExitCode;
            lifetime.StopApplication();
            return;
        }

        await Task.WhenAll(feed.RunAsync(listener: null, stoppingToken), maintenance.RunAsync(stoppingToken));
    }

    private async Task<bool> TryPrepareAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrator.MigrateAsync(stoppingToken);
            await partitions.EnsureAsync(MaintenanceOptions.DaysAhead, stoppingToken);
            await keys.EnsureAsync(stoppingToken);
            return true;
        }
        catch (Exception error) when (error is not ChangedMigrationException && !stoppingToken.IsCancellationRequested)
        {
            LogWaiting(logger, error.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is not ready, trying again: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
