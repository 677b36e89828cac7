using Webhooks.Api.Deliveries;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.DeadLetters;

/// <summary>
/// Puts many dead letters back into the stream, oldest first, in bites; those whose endpoints take nothing are counted when all others are on
/// their way. A bite that has begun is finished, whoever hangs up meanwhile; then the next one does not begin, and what is committed goes out.
/// </summary>
public sealed class Requeueing(Requeue requeue, Retries retries)
{
    // However small the bites are.
    private const int PublishedTogether = 100;

    public async Task<RequeueAnswer> RunAsync(string tenantId, int batchSize, int maxMessages, CancellationToken cancellationToken)
    {
        var (requeued, looked, after) = (0, 0, Guid.Empty);
        var failed = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var (committed, waiting) = (new List<Guid>(), 0);
        try
        {
            while (looked < maxMessages)
            {
                cancellationToken.ThrowIfCancellationRequested();

                // Its statements end by the timeouts of the connection.
                if (await requeue.RequeueAsync(tenantId, after, Math.Min(batchSize, maxMessages - looked), CancellationToken.None) is not { } bite)
                {
                    break;
                }

                (requeued, looked, after) = (requeued + bite.Requeued, looked + bite.Found, bite.Last);
                Add(bite.Left);
                if (bite.Requeued > 0)
                {
                    committed.Add(bite.BatchId);
                    waiting += bite.Requeued;
                }

                if (waiting >= PublishedTogether)
                {
                    await retries.PublishAsync([.. committed]);
                    committed.Clear();
                    waiting = 0;
                }
            }
        }
        finally
        {
            await retries.PublishAsync([.. committed]);
        }

        if (looked < maxMessages)
        {
            Add(await requeue.CountAwayAsync(tenantId, maxMessages - looked, cancellationToken));
        }

        return new RequeueAnswer(requeued, (int)failed.Values.Sum()) { FailedByReason = failed.Count > 0 ? failed : null };

        void Add(IReadOnlyDictionary<string, long> left)
        {
            foreach (var (reason, count) in left)
            {
                failed[reason] = failed.GetValueOrDefault(reason) + count;
            }
        }
    }
}
