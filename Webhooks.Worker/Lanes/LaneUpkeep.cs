using System.Diagnostics.Metrics;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Telemetry;
using Webhooks.Worker.Parking;

namespace Webhooks.Worker.Lanes;

/// <summary>
/// Looks after what takes long: attempts that wait for their answer give up their turn, and those over a second are shown as in progress.
/// Tells which endpoints fail, and forgets those that are gone.
/// Stops only when nothing is held any more: attempts are finished, and what still waits after a moment is handed over to whichever
/// worker is up.
/// </summary>
internal sealed partial class LaneUpkeep(
    LaneScheduler lanes, HeldJobs held, Parker parker, AttemptsUnderWay attempts, IMeterFactory meters, TimeProvider time, ILogger<LaneUpkeep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowAttempt = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(5);

    // Loops of their own, so that turns do not wait for the database.
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var meter = meters.Create(WebhooksTelemetry.Worker);
        meter.CreateObservableGauge(WebhooksTelemetry.Held, () => held.Count, "{delivery}", "Deliveries in this worker's hands.");
        meter.CreateObservableGauge(WebhooksTelemetry.Lanes, () => lanes.Count, "{endpoint}", "Endpoints of which this worker holds or remembers something.");
        return Task.WhenAll(GiveTurnsAsync(stoppingToken), ShowSlowAsync(stoppingToken), ForgetAsync(stoppingToken));
    }

    private async Task GiveTurnsAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var drained = TimeSpan.Zero;
        while (!stoppingToken.IsCancellationRequested || held.Count > 0)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            if (stoppingToken.IsCancellationRequested && (drained += Interval) > DrainTime)
            {
                foreach (var job in lanes.TakeWaiting())
                {
                    parker.HandOver(job);
                }
            }

            lanes.ReleaseTurns(TurnTime);
        }
    }

    private async Task ShowSlowAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            try
            {
                await MarkInProgressAsync(lanes.FindSlow(SlowAttempt));
            }
            catch (Exception error)
            {
                LogFailed(logger, error.Message);
                await Task.Delay(SlowAttempt, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ForgetAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(ForgetInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lanes.ForgetDeleted();
            lanes.ShowFailing();
        }
    }

    private async Task MarkInProgressAsync(IReadOnlyList<DeliveryJob> slow)
    {
        if (slow.Count == 0)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(WriteTimeout);
        await attempts.MarkAsync([.. slow.Select(job => job.AttemptUnderWay)], deadline.Token);
        foreach (var job in slow)
        {
            job.IsMarkedInProgress = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not show deliveries as in progress: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
