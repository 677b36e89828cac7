using System.Threading.Channels;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;

namespace Webhooks.Worker.Recording;

/// <summary>
/// Writes outcomes in batches, then tells the stream: an attempt is recorded before its message is acknowledged,
/// so a crash in between repeats a delivery but never forgets one.
/// </summary>
internal sealed partial class Recorder(
    NpgsqlDataSource database, StreamAnswers stream, HandOvers handOvers, WorkerInstruments instruments, TimeProvider time, ILogger<Recorder> logger) : BackgroundService
{
    private const int MaxBatch = 500;

    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    // Holds one settlement of each job that is held, and those are limited.
    private readonly Channel<Settlement> _queue = Channel.CreateUnbounded<Settlement>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>Takes it at once; <see cref="Settlement.Completion"/> tells when it is written, some milliseconds later.</summary>
    public Settlement Record(Settlement settlement)
    {
        instruments.Settled(settlement);
        if (!_queue.Writer.TryWrite(settlement))
        {
            settlement.Complete(isRecorded: false);
        }

        return settlement;
    }

    /// <summary>Writes what is still in the queue, then ends.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    // One writer: what comes in during a commit is the next batch.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var connection = new DedicatedConnection(database);
        var batch = new List<Settlement>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            // Nobody waits for the outcome, and what comes in meanwhile costs no commit of its own.
            await Task.Delay(GatherTime, time, CancellationToken.None);
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var settlement))
            {
                batch.Add(settlement);
            }

            // Those of first messages hold their events too: together with others they could not be written in one order.
            var first = batch.FindAll(static settlement => settlement.Job.Delivery.Header.IsPlanned);
            if (first.Count > 0)
            {
                await SettleAsync(connection, first, stoppingToken);
            }

            if (first.Count < batch.Count)
            {
                await SettleAsync(connection, batch.FindAll(static settlement => !settlement.Job.Delivery.Header.IsPlanned), stoppingToken);
            }

            batch.Clear();
        }
    }

    private async Task SettleAsync(DedicatedConnection connection, List<Settlement> settlements, CancellationToken stoppingToken)
    {
        switch (await CommitAsync(connection, settlements, stoppingToken))
        {
            case Commit.Done:
                await stream.TellAsync(settlements);
                break;
            case Commit.Refused when settlements.Count > 1:
                // One outcome that the database will never take must not hold up the others.
                foreach (var settlement in settlements)
                {
                    await SettleAsync(connection, [settlement], stoppingToken);
                }

                break;
            case Commit.Refused:
                LogRefused(logger, settlements[0].Job.Delivery.Id, settlements[0].Job.Delivery.Header.CorrelationId);
                await stream.TellAsync(settlements);
                break;
            default:
                settlements.ForEach(settlement => settlement.Complete(isRecorded: false));
                break;
        }
    }

    /// <summary>Tries until the database has it, refuses it for good, or the process ends and the stream will hand the messages out again.</summary>
    private async Task<Commit> CommitAsync(DedicatedConnection connection, List<Settlement> settlements, CancellationToken stoppingToken)
    {
        // One for all tries: a commit may have happened though its answer was lost.
        var handOver = Guid.CreateVersion7(time.GetUtcNow());
        while (true)
        {
            try
            {
                using var deadline = new CancellationTokenSource(WriteTimeout);
                await connection.ExecuteAsync(batch => SettlementBatch.AddCommands(batch, settlements, handOver), deadline.Token);
                if (settlements.Exists(settlement => settlement.Answer == StreamAnswer.HandOver))
                {
                    handOvers.Publish(handOver);
                }

                return Commit.Done;
            }
            catch (PostgresException error) when (error.SqlState[..2] is "21" or "22" or "23")
            {
                return Commit.Refused;
            }
            catch (Exception error) when (error is NpgsqlException or OperationCanceledException or TimeoutException or InvalidOperationException)
            {
                LogRetrying(logger, settlements.Count, error.Message);
                if (stoppingToken.IsCancellationRequested)
                {
                    return Commit.Abandoned;
                }

                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private enum Commit
    {
        Done,
        Refused,
        Abandoned,
    }

    [LoggerMessage(LogLevel.Error, "The database refuses the outcome of {Delivery} correlation_id={CorrelationId}")]
    private static partial void LogRefused(ILogger logger, DeliveryId delivery, string correlationId);

    [LoggerMessage(LogLevel.Warning, "Could not record {Count} outcomes, trying again: {Reason}")]
    private static partial void LogRetrying(ILogger logger, int count, string reason);
}
