using NATS.Client.Core;
using Webhooks.Api.Deliveries;
using Webhooks.Core.Replays;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Replays;

/// <summary>Gives replays their turns, whoever began them, as long as the stream is there to take what they send.</summary>
internal sealed partial class ReplayRunner(
    ReplayTurns turns, Retries retries, ConfigDirectory directory, INatsConnection nats, TimeProvider time, ILogger<ReplayRunner> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Before the configuration has been read, the database may still be without its tables.
            while (directory.IsLoaded && nats.ConnectionState == NatsConnectionState.Open && await TryTakeAsync(stoppingToken))
            {
            }
        }
    }

    // True when there may be another one.
    private async Task<bool> TryTakeAsync(CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(Deadline);
        try
        {
            if (await turns.TakeAsync(deadline.Token) is not { } bite)
            {
                return false;
            }

            await retries.PublishAsync(bite.Sent > 0 ? [bite.BatchId] : []);
            return true;
        }
        catch (ReplayHeldException held)
        {
            LogHeld(logger, held.Id, held.Message);
            await turns.HoldAsync(held.Id, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            LogFailed(logger, error.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Replay {Replay} will go on in a moment: {Reason}")]
    private static partial void LogHeld(ILogger logger, ReplayId replay, string reason);

    [LoggerMessage(LogLevel.Warning, "Replays will go on in a moment: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
