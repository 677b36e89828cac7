using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Worker.Parking;

namespace Webhooks.Worker.Lanes;

/// <summary>
/// Looks after what takes long: attempts that wait for their answer give up their turn, those over a second are shown as in progress, and
/// messages held for long tell the stream that their worker is alive. Stops only when nothing is held any more: attempts are
/// finished, and what still waits after a moment is handed over to whichever worker is up.
/// </summary>
internal sealed partial class LaneUpkeep(
    LaneScheduler lanes, Parker parker, AttemptsUnderWay attempts, TimeProvider time, IOptions<MessagingOptions> messaging, ILogger<LaneUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowAttempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _silence = messaging.Value.AckWait / 3;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var drained = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested || lanes.HeldCount > 0)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            try
            {
                if (stoppingToken.IsCancellationRequested && (drained += Interval) > DrainTime)
                {
                    await HandOverAsync();
                }

                lanes.ReleaseTurns(TurnTime);
                await MarkInProgressAsync(lanes.FindSlow(SlowAttempt));
                foreach (var job in lanes.TakeSilent(_silence))
                {
                    await job.Message.AckProgressAsync(cancellationToken: CancellationToken.None);
                }
            }
            catch (Exception error)
            {
                LogFailed(logger, error.Message);
            }
        }
    }

    private async Task HandOverAsync()
    {
        foreach (var job in lanes.TakeWaiting())
        {
            await parker.HandOverAsync(job);
        }
    }

    private async Task MarkInProgressAsync(IReadOnlyList<DeliveryJob> slow)
    {
        if (slow.Count == 0)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(WriteTimeout);
        await attempts.MarkAsync([.. slow.Select(job => new LongAttempt(job.Delivery.Id, job.Delivery.Header.Cycle, job.Attempt, (long)job.StreamSequence))], deadline.Token);
        foreach (var job in slow)
        {
            job.IsMarkedInProgress = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not look after slow deliveries: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
