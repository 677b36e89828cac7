using Webhooks.Api.Deliveries;

namespace Webhooks.Api.DeadLetters;

/// <summary>Puts many dead letters back into the stream, oldest first, in rounds.</summary>
public sealed class Requeueing(DeadLetterStore letters, Retries retries)
{
    public async Task<RequeueAnswer> RunAsync(string tenantId, int batchSize, int maxMessages, CancellationToken cancellationToken)
    {
        var (requeued, failed) = (0, 0);
        var after = Guid.Empty;
        while (requeued + failed < maxMessages)
        {
            var round = await letters.OldestAsync(tenantId, after, Math.Min(batchSize, maxMessages - requeued - failed), cancellationToken);
            if (round.Count == 0)
            {
                break;
            }

            var done = await retries.RetryManyAsync(tenantId, [.. round.Select(letter => letter.Delivery)], cancellationToken);
            requeued += done;
            failed += round.Count - done;
            after = round[^1].Id;
        }

        return new RequeueAnswer(requeued, failed);
    }
}
