using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Ingest;

/// <summary>
/// Publishes a committed batch and remembers it as acknowledged once the stream has every message. Whatever goes
/// wrong here is only late, never lost: the batch's outbox row stays and the relay publishes it.
/// </summary>
internal sealed partial class BatchPublisher(
    DeliveryPublisher publisher, INatsConnection nats, IOptions<IngestOptions> options, ILogger<BatchPublisher> logger)
{
    private const int MostForgotten = 500;

    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<Guid> _acknowledged = new();
    private int _awaited;

    public async Task PublishAsync(Guid batchId, EventBatch batch)
    {
        if (nats.ConnectionState != NatsConnectionState.Open || Volatile.Read(ref _awaited) >= options.Value.MaxUnacknowledged)
        {
            return;
        }

        var futures = new List<NatsJSPublishConcurrentFuture>(batch.Events.Count);
        using var deadline = new CancellationTokenSource(PublishTimeout);
        try
        {
            foreach (var message in batch.Messages())
            {
                futures.Add(await publisher.PublishAsync(message, deadline.Token));
                Interlocked.Increment(ref _awaited);
            }

            _ = AwaitAcksAsync(batchId, futures, complete: true);
        }
        catch (Exception error)
        {
            LogLeftToRelay(logger, batchId, error.Message);
            _ = AwaitAcksAsync(batchId, futures, complete: false);
        }
    }

    /// <summary>Adds the deletion of acknowledged batches to a transaction that is made anyway.</summary>
    public void AddAcknowledged(NpgsqlBatch batch)
    {
        if (TakeAcknowledged() is { Length: > 0 } done)
        {
            batch.BatchCommands.Add(Outbox.Delete(done));
        }
    }

    private Guid[] TakeAcknowledged()
    {
        if (_acknowledged.IsEmpty)
        {
            return [];
        }

        var done = new List<Guid>();
        while (done.Count < MostForgotten && _acknowledged.TryDequeue(out var batchId))
        {
            done.Add(batchId);
        }

        return [.. done];
    }

    private async Task AwaitAcksAsync(Guid batchId, List<NatsJSPublishConcurrentFuture> futures, bool complete)
    {
        using var deadline = new CancellationTokenSource(PublishTimeout);
        foreach (var future in futures)
        {
            try
            {
                await using (future)
                {
                    complete &= (await future.GetResponseAsync(deadline.Token)).Error is null;
                }
            }
            catch (Exception error) when (error is NatsException or OperationCanceledException)
            {
                if (complete)
                {
                    LogLeftToRelay(logger, batchId, error.Message);
                }

                complete = false;
            }
        }

        if (complete)
        {
            _acknowledged.Enqueue(batchId);
        }

        Interlocked.Add(ref _awaited, -futures.Count);
    }

    [LoggerMessage(LogLevel.Warning, "Batch {BatchId} was not acknowledged by the stream and is left to the relay: {Reason}")]
    private static partial void LogLeftToRelay(ILogger logger, Guid batchId, string reason);
}
