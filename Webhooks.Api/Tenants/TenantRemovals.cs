using Microsoft.Extensions.Options;
using Webhooks.Api.Startup;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Tenants;

/// <summary>Goes on with the removal of tenants, whoever began it.</summary>
internal sealed partial class TenantRemovals(
    TenantRemoval removal, ConfigDirectory directory, IOptions<MaintenanceOptions> options, TimeProvider time, ILogger<TenantRemovals> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Before the configuration has been read, the database may still be without its tables.
            if (directory.IsLoaded)
            {
                await TryAsync(() => ContinueAllAsync(stoppingToken), stoppingToken);
            }
        }
    }

    // One whose removal fails does not keep the others.
    private async Task ContinueAllAsync(CancellationToken stoppingToken)
    {
        foreach (var tenantId in await removal.BegunAsync(stoppingToken))
        {
            await TryAsync(() => removal.ContinueAsync(tenantId, options.Value.RemovedTenantGrace, stoppingToken), stoppingToken);
        }
    }

    private async Task TryAsync(Func<Task> step, CancellationToken stoppingToken)
    {
        try
        {
            await step();
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The removal of tenants will go on in a moment: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
