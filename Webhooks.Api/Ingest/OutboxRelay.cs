using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Ingest;

/// <summary>
/// Publishes what was committed but never acknowledged: because the process died in between, or the stream was
/// away. Any number of relays may run; each batch is in one's hands at a time.
/// </summary>
internal sealed partial class OutboxRelay(
    Outbox outbox, BatchPublisher publisher, StreamRecovery recovery, NpgsqlDataSource database, INatsConnection nats,
    TimeProvider time, IOptions<IngestOptions> options, ILogger<OutboxRelay> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    // Of a stream without a leader nobody answers for seconds who is asked about it, and what is published is the first to find one again.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private Task _check = Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var checkStreamsAt = DateTimeOffset.MinValue;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MarkAcknowledgedAsync(stoppingToken);
                if (nats.ConnectionState != NatsConnectionState.Open)
                {
                    continue;
                }

                if (time.GetUtcNow() >= checkStreamsAt && await TryCheckStreamsAsync(stoppingToken))
                {
                    checkStreamsAt = time.GetUtcNow() + CheckInterval;
                }

                await RelayAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                // The stream may have vanished with its server's disk.
                checkStreamsAt = DateTimeOffset.MinValue;
                LogFailed(logger, error.Message);
            }
        }
    }

    // False when there is no answer yet: it is awaited the next time.
    private async Task<bool> TryCheckStreamsAsync(CancellationToken stoppingToken)
    {
        if (_check.IsCompleted)
        {
            _check = recovery.EnsureStreamsAsync(stoppingToken);
        }

        try
        {
            await _check.WaitAsync(Patience, time, stoppingToken);
            return true;
        }
        catch (TimeoutException) when (!_check.IsCompleted)
        {
            return false;
        }
    }

    private async Task RelayAsync(CancellationToken stoppingToken)
    {
        while (await outbox.RelayAsync(options.Value.RelayAfter, stoppingToken) is { } relayed)
        {
            LogRelayed(logger, relayed.Count);
            foreach (var refused in relayed.Refused)
            {
                LogSetAside(logger, new EventId(refused.EventId), refused.Reason);
            }
        }
    }

    private async Task MarkAcknowledgedAsync(CancellationToken stoppingToken)
    {
        while (publisher.TakeAcknowledged() is { Length: > 0 } acknowledged)
        {
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(Outbox.MarkPublished(acknowledged));
            await batch.ExecuteNonQueryAsync(stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Information, "Published {Count} deliveries that had not been acknowledged")]
    private static partial void LogRelayed(ILogger logger, int count);

    [LoggerMessage(LogLevel.Error, "The stream refuses {Event}, which is set aside and tried again each minute: {Reason}")]
    private static partial void LogSetAside(ILogger logger, EventId @event, string reason);

    [LoggerMessage(LogLevel.Warning, "The outbox relay will try again: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
