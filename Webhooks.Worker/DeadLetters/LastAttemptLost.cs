using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.DeadLetters;

/// <summary>Ends a delivery whose worker ended during its last attempt: nothing else will say that it failed.</summary>
internal sealed class LastAttemptLost(Burial burial, DeadLetterNotice notice, HeldJobs held, IOptions<WorkerOptions> options)
{
    public async Task BuryAsync(DeliveryJob job, CancellationToken cancellationToken)
    {
        var buried = await burial.BuryAsync(
            job.Delivery.Id, job.Delivery.Header.Cycle, job.Attempt - 1, options.Value.DeadLetterRetention, cancellationToken);
        await notice.SendAsync(buried, cancellationToken);
        await held.DropAsync(job);
    }
}
