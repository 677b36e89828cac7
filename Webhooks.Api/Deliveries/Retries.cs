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

        // The retry is committed: what fails from here on is only late, the relay publishes it.
        using var deadline = new CancellationTokenSource(PublishTimeout);
        try
        {
            await outbox.PublishAsync(batchId, deadline.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogLeftToRelay(logger, batchId, error.Message);
        }

        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Retry batch {BatchId} is left to the relay: {Reason}")]
    private static partial void LogLeftToRelay(ILogger logger, Guid batchId, string reason);
}
