using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Worker.DeadLetters;

namespace Webhooks.Worker.Consuming;

/// <summary>Takes each message that was pulled: sends it on, looks at its row first, or drops it.</summary>
internal sealed partial class Intake(
    Dispatch dispatch, RowCheck rows, Poison poison, HeldJobs held, Withdrawals withdrawals, TimeProvider time, IOptions<WorkerOptions> options, ILogger<Intake> logger)
{
    private const int MaxChecked = 256;

    private readonly WorkerOptions _options = options.Value;

    /// <summary>Takes what the channel has until it is completed. What it has not decided about when the token is cancelled is handed over.</summary>
    public async Task RunAsync(ChannelReader<Receipt> receipts, CancellationToken cancellationToken)
    {
        var doubtful = new Queue<DeliveryJob>(MaxChecked);
        while (await receipts.WaitToReadAsync(CancellationToken.None))
        {
            while (doubtful.Count < MaxChecked && receipts.TryPeek(out var receipt))
            {
                try
                {
                    await TakeAsync(receipt, doubtful, cancellationToken);
                }
                catch (Exception error)
                {
                    await TryAgainAsync(receipt, doubtful, error, cancellationToken);
                }

                receipts.TryRead(out _);
            }

            await CheckAsync(doubtful, cancellationToken);
        }
    }

    private async ValueTask TakeAsync(Receipt receipt, Queue<DeliveryJob> doubtful, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (receipt.Job is not { } job)
        {
            await poison.TerminateAsync(receipt.Message, "not a delivery message", cancellationToken);
        }
        else if (job.WaitsForItsTime || job.IsGivenUp)
        {
            dispatch.GoOn(job);
        }
        else if (IsDoubtful(job))
        {
            doubtful.Enqueue(job);
        }
        else
        {
            await dispatch.EnterAsync(job, row: null, cancellationToken);
        }
    }

    private Task TryAgainAsync(Receipt receipt, Queue<DeliveryJob> doubtful, Exception first, CancellationToken cancellationToken) =>
        UntilDoneAsync(() => TakeAsync(receipt, doubtful, cancellationToken), first, receipt.Job, cancellationToken);

    // Of what is from the future a clock tells nothing.
    private bool IsDoubtful(DeliveryJob job) =>
        job.Delivery.Header.Republished
        || job.Carrier.Deliveries > 1
        || time.GetUtcNow() - job.KnownAt is var age && (age < TimeSpan.Zero || age > _options.CheckAfter + DeliveryJob.ClockTolerance)
        || withdrawals.Concern(job);

    private async Task CheckAsync(Queue<DeliveryJob> doubtful, CancellationToken cancellationToken)
    {
        if (doubtful.Count == 0)
        {
            return;
        }

        var states = new Dictionary<DeliveryId, RowState>();
        var asked = time.GetUtcNow();
        await UntilDoneAsync(
            async () => states = await rows.ReadAsync([.. doubtful.Select(job => job.Delivery)], cancellationToken), failure: null, job: null, cancellationToken);
        while (doubtful.TryDequeue(out var job))
        {
            job.KnownAt = asked;
            await UntilDoneAsync(
                () => DecideAsync(job, states.GetValueOrDefault(job.Delivery.Id), cancellationToken), failure: null, job, cancellationToken);
        }
    }

    private async ValueTask DecideAsync(DeliveryJob job, RowState? state, CancellationToken cancellationToken)
    {
        switch (state?.FateOf(job) ?? MessageFate.Drop)
        {
            case MessageFate.Send:
                await dispatch.EnterAsync(job, state, cancellationToken);
                break;
            case MessageFate.CountLost:
                await dispatch.CountLostAsync(job, cancellationToken);
                break;
            case MessageFate.Terminate:
                await job.Carrier.Message.AckTerminateAsync(cancellationToken: cancellationToken);
                held.Release(job);
                held.Finish(job.Carrier);
                break;
            default:
                LogDropped(logger, job.Delivery.Id, state?.Status ?? "deleted", job.Delivery.Header.CorrelationId);
                await held.DropAsync(job);
                break;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Dropped a stale message of {Delivery}, which is {Status} correlation_id={CorrelationId}")]
    private static partial void LogDropped(ILogger logger, DeliveryId delivery, string status, string correlationId);
}
