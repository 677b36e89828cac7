using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Deliveries;

/// <summary>Retries at a caller's wish: commits the new cycle, then hands it to the stream if that is there.</summary>
public sealed partial class Retries(Redelivery redelivery, Outbox outbox, ILogger<Retries> logger)
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(1);

    /// <summary>False when nothing could be retried, or another call was faster.</summary>
    public async Task<bool> RetryAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        if (await redelivery.RetryAsync(tenantId, eventId, ordinal, cancellationToken) is not { } batchId)
        {
            return false;
        }

        await PublishAsync([batchId]);
        return true;
    }

    /// <summary>Retries what can be retried; returns how many.</summary>
    public async Task<int> RetryManyAsync(string tenantId, IReadOnlyList<DeliveryId> deliveries, CancellationToken cancellationToken)
    {
        var batches = new List<Guid>(deliveries.Count);
        foreach (var delivery in deliveries)
        {
            if (await redelivery.RetryAsync(tenantId, delivery.Event, delivery.Ordinal, cancellationToken) is { } batchId)
            {
                batches.Add(batchId);
            }
        }

        await PublishAsync(batches);
        return batches.Count;
    }

    // The retries are committed: what fails from here on is only late, the relay publishes it.
    private async Task PublishAsync(IReadOnlyList<Guid> batches)
    {
        using var deadline = new CancellationTokenSource(PublishTimeout);
        try
        {
            foreach (var batchId in batches)
            {
                await outbox.PublishAsync(batchId, deadline.Token);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogLeftToRelay(logger, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Retries are left to the relay: {Reason}")]
    private static partial void LogLeftToRelay(ILogger logger, string reason);
}
