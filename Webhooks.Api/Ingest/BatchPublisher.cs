using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Ingest;

/// <summary>
/// Publishes the messages of a commit and remembers which of them the stream has acknowledged. Whatever goes wrong here is only late,
/// never lost: a message's outbox row that is not marked is published by the relay.
/// </summary>
internal sealed partial class BatchPublisher(
    DeliveryPublisher publisher, INatsConnection nats, IOptions<IngestOptions> options, ILogger<BatchPublisher> logger)
{
    private const int MostMarked = 500;

    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentQueue<Guid> _acknowledged = new();
    private int _awaited;

    /// <summary>Sends messages of a committed batch; their acknowledgements are awaited on the side.</summary>
    public void Publish(IReadOnlyList<DeliveryBatch> messages)
    {
        foreach (var message in messages)
        {
            if (nats.ConnectionState == NatsConnectionState.Open && Volatile.Read(ref _awaited) < options.Value.MaxUnacknowledged)
            {
                _ = PublishAsync(message);
            }
        }
    }

    /// <summary>The next of those that the stream has acknowledged, to be marked: mostly their deliveries are settled by then.</summary>
    public Guid[] TakeAcknowledged()
    {
        if (_acknowledged.IsEmpty)
        {
            return [];
        }

        var done = new List<Guid>();
        while (done.Count < MostMarked && _acknowledged.TryDequeue(out var batchId))
        {
            done.Add(batchId);
        }

        return [.. done];
    }

    private async Task PublishAsync(DeliveryBatch message)
    {
        using var deadline = new CancellationTokenSource(PublishTimeout);
        Interlocked.Add(ref _awaited, message.Deliveries.Count);
        try
        {
            if (publisher.Refuse(message) is { } reason)
            {
                throw new InvalidOperationException(reason);
            }

            await publisher.PublishAsync(message, deadline.Token);
            _acknowledged.Enqueue(message.Id);
        }
        catch (Exception error)
        {
            LogLeftToRelay(logger, message.Id, error.Message);
        }
        finally
        {
            Interlocked.Add(ref _awaited, -message.Deliveries.Count);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Batch {BatchId} was not acknowledged by the stream and is left to the relay: {Reason}")]
    private static partial void LogLeftToRelay(ILogger logger, Guid batchId, string reason);
}
