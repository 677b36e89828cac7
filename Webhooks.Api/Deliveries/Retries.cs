using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Deliveries;

/// <summary>Retries at a caller's wish: commits the new cycle, then hands it to the stream if that is there.</summary>
public sealed partial class Retries(Redelivery redelivery, Outbox outbox, ILogger<Retries> logger)
{
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(1);

    public async Task<RetryAnswer> RetryAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        var answer = await redelivery.RetryAsync(tenantId, eventId, ordinal, cancellationToken);
        if (answer.Fate == RetryFate.Retried)
        {
            await PublishAsync([answer.BatchId]);
        }

        return answer;
    }

    /// <summary>Why a retry would change nothing.</summary>
    public Task<RetryAnswer> DiagnoseAsync(string tenantId, EventId eventId, CancellationToken cancellationToken) =>
        redelivery.DiagnoseAsync(tenantId, eventId, ordinal: null, cancellationToken);

    /// <summary>Of what is committed: what fails from here on is only late, the relay publishes it.</summary>
    public async Task PublishAsync(Guid[] batches)
    {
        if (batches.Length == 0)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(PublishTimeout);
        try
        {
            await outbox.PublishAsync(batches, deadline.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogLeftToRelay(logger, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Retries are left to the relay: {Reason}")]
    private static partial void LogLeftToRelay(ILogger logger, string reason);
}
