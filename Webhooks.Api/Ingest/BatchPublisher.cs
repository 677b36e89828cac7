using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
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

    /// <summary>Sends the batch's messages; their acknowledgements are awaited on the side.</summary>
    public void Publish(Guid batchId, EventBatch batch)
    {
        if (nats.ConnectionState == NatsConnectionState.Open && Volatile.Read(ref _awaited) < options.Value.MaxUnacknowledged)
        {
            _ = PublishAsync(batchId, batch);
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

    private async Task PublishAsync(Guid batchId, EventBatch batch)
    {
        using var deadline = new CancellationTokenSource(PublishTimeout);
        var acknowledgements = new List<Task>();
        var awaited = 0;
        try
        {
            foreach (var part in batch.Messages())
            {
                if (publisher.Refuse(part) is { } reason)
                {
                    throw new InvalidOperationException(reason);
                }

                acknowledgements.Add(publisher.PublishAsync(batchId, acknowledgements.Count, part, deadline.Token));
                awaited += part.Deliveries.Count;
                Interlocked.Add(ref _awaited, part.Deliveries.Count);
            }

            await Task.WhenAll(acknowledgements);
            _acknowledged.Enqueue(batchId);
        }
        catch (Exception error)
        {
            LogLeftToRelay(logger, batchId, error.Message);
        }
        finally
        {
            Interlocked.Add(ref _awaited, -awaited);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Batch {BatchId} was not acknowledged by the stream and is left to the relay: {Reason}")]
    private static partial void LogLeftToRelay(ILogger logger, Guid batchId, string reason);
}
