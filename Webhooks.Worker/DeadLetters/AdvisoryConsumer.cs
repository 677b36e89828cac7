using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;

namespace Webhooks.Worker.DeadLetters;

/// <summary>
/// The door to the dead letters: every delivery that the stream gives up comes in as its advisory, also while no worker was up.
/// </summary>
internal sealed partial class AdvisoryConsumer(
    StreamRecovery recovery, StreamTopology topology, GivenUpMessages messages, Burial burial,
    Reconciliation reconciliation, DeadLetterNotice notice, TimeProvider time, IOptions<WorkerOptions> options, ILogger<AdvisoryConsumer> logger) : BackgroundService
{
    private const int MaxBatch = 100;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FetchTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeAsync(await EnsureAsync(stoppingToken), stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogRestarting(logger, error.Message);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConsumeAsync(INatsJSConsumer consumer, CancellationToken stoppingToken)
    {
        var consume = new NatsJSConsumeOpts
        {
            MaxMsgs = MaxBatch,
            Expires = FetchTime,
            IdleHeartbeat = Heartbeat,
            NotificationHandler = (notification, stop) => notification is NatsJSTimeoutNotification ? EnsureAsync(stop) : Task.CompletedTask,
        };
        await foreach (var message in consumer.ConsumeAsync(NatsRawSerializer<byte[]>.Default, consume, stoppingToken))
        {
            if (Advisory.TryRead(message.Data) is { } advisory)
            {
                await ResolveAsync(message, advisory, stoppingToken);
            }
            else
            {
                LogUnreadable(logger, message.Subject);
                await message.AckTerminateAsync(cancellationToken: stoppingToken);
            }
        }
    }

    private async Task<INatsJSConsumer> EnsureAsync(CancellationToken stoppingToken)
    {
        await recovery.EnsureStreamsAsync(stoppingToken);
        return await topology.EnsureDeadLetterConsumerAsync(stoppingToken);
    }

    // The database may be away for a while. Letting go of the message would mean to wait for the stream to hand it out again.
    private async Task ResolveAsync(INatsJSMsg<byte[]> message, Advisory advisory, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await notice.SendAsync(await ResolveAsync(advisory, stoppingToken), stoppingToken);
                await message.AckAsync(cancellationToken: stoppingToken);
                return;
            }
            catch (NpgsqlException error) when (error.IsTransient || error.SqlState?.StartsWith("57", StringComparison.Ordinal) == true)
            {
                LogWaiting(logger, error.Message);
                await message.AckProgressAsync(cancellationToken: stoppingToken);
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task<IReadOnlyList<DeadLetter>> ResolveAsync(Advisory advisory, CancellationToken stoppingToken)
    {
        if (advisory.Consumer == StreamNames.BatchConsumer)
        {
            await TakeApartAsync(advisory, stoppingToken);
            return [];
        }

        var buried = await burial.BuryAsync([advisory.StreamSeq], options.Value.DeadLetterRetention, stoppingToken);
        if (advisory.IsExhausted)
        {
            if (buried.Count == 0 && await messages.ReadAsync(advisory.StreamSeq, stoppingToken) is { Deliveries: [var delivery, ..] })
            {
                buried = await burial.BuryAsync(
                    delivery.Header.TenantId, delivery.Id, delivery.Header.Cycle, delivery.Header.PriorAttempts + advisory.Deliveries, options.Value.DeadLetterRetention, stoppingToken);
            }

            await messages.DeleteAsync(advisory.StreamSeq, stoppingToken);
        }

        return buried;
    }

    // Workers have ended over one of its deliveries: that one is to fail alone.
    private async Task TakeApartAsync(Advisory advisory, CancellationToken stoppingToken)
    {
        if (advisory.IsExhausted && await messages.ReadAsync(advisory.StreamSeq, stoppingToken) is { } batch)
        {
            LogTakenApart(logger, advisory.StreamSeq, await reconciliation.TakeApartAsync(batch, stoppingToken));
            await messages.DeleteAsync(advisory.StreamSeq, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Several workers have ended with batch {Sequence} in their hands: {Count} of its deliveries go on each by itself")]
    private static partial void LogTakenApart(ILogger logger, long sequence, int count);

    [LoggerMessage(LogLevel.Warning, "What came on {Subject} is no advisory and was dropped")]
    private static partial void LogUnreadable(ILogger logger, string subject);

    [LoggerMessage(LogLevel.Warning, "Dead letters wait for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Warning, "The dead letter consumer starts again: {Reason}")]
    private static partial void LogRestarting(ILogger logger, string reason);
}
