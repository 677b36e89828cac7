using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Api.Portal;
using Webhooks.Core.AuditLog;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Replays;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Startup;

/// <summary>Once an hour: creates the partitions of the days to come, removes what has outlived its retention, and counts the days that are over.</summary>
internal sealed partial class Maintenance(
    Partitions partitions,
    DeadLetterRemoval letters,
    Books books,
    AuditLogStore audit,
    PortalLinks links,
    ReplayStore replays,
    NpgsqlDataSource database,
    IOptions<MaintenanceOptions> options,
    TimeProvider time,
    ILogger<Maintenance> logger)
{
    private const int DeleteBatch = 5_000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(await TryRunAsync(stoppingToken) ? Interval : RetryDelay, time, stoppingToken);
        }
    }

    // False when something is left to do soon.
    private async Task<bool> MaintainAsync(CancellationToken cancellationToken)
    {
        await partitions.EnsureAsync(MaintenanceOptions.DaysAhead, cancellationToken);
        var isWhole = await DropExpiredAsync(cancellationToken);
        var now = time.GetUtcNow();
        await ForgetKeysAsync(now.AddHours(-options.Value.IdempotencyHours), cancellationToken);
        await letters.DeleteExpiredAsync(now, cancellationToken);
        await audit.ForgetAsync(now.AddDays(-options.Value.AuditDays), cancellationToken);
        await links.ForgetAsync(now, cancellationToken);
        await replays.ForgetAsync(now.AddDays(-options.Value.EventDays), cancellationToken);
        await books.KeepAsync(cancellationToken);
        return isWhole;
    }

    // One that cannot be dropped now holds up none of the others.
    private async Task<bool> DropExpiredAsync(CancellationToken cancellationToken)
    {
        var isWhole = true;
        foreach (var day in await partitions.FindExpiredAsync(options.Value.EventDays, cancellationToken))
        {
            if (await partitions.TryDropAsync(day, cancellationToken))
            {
                LogDropped(logger, day);
            }
            else
            {
                isWhole = false;
                LogInUse(logger, day);
            }
        }

        return isWhole;
    }

    private async Task<bool> TryRunAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await MaintainAsync(stoppingToken);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, error.Message);
            return false;
        }
    }

    // In bites, so that no statement holds its locks for long. A key that is being asked for is left to the next time: a commit that asks
    // for several must not wait for one while this waits for another.
    private async Task ForgetKeysAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var command = database.CreateCommand($"""
                DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
                  SELECT ctid FROM idempotency_keys WHERE created_at < $1 LIMIT {DeleteBatch} FOR UPDATE SKIP LOCKED))
                """).With(before);
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted == DeleteBatch);
    }

    [LoggerMessage(LogLevel.Information, "Dropped the events of {Day}, whose days of retention are over")]
    private static partial void LogDropped(ILogger logger, string day);

    [LoggerMessage(LogLevel.Warning, "{Day}, whose days of retention are over, is being read; its events will be dropped later")]
    private static partial void LogInUse(ILogger logger, string day);

    [LoggerMessage(LogLevel.Warning, "Maintenance will try again in a minute: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
