using Microsoft.Extensions.Options;
using Webhooks.Core.Messaging;

namespace Webhooks.Worker.Jobs;

/// <summary>
/// Tells the stream of everything in this worker's hands that it is in good hands, wherever it is: not yet looked at, in a lane, being
/// sent, or waiting for the database to take its outcome. Needs nothing but the broker.
/// </summary>
internal sealed partial class SignsOfLife(HeldJobs held, IOptions<MessagingOptions> messaging, TimeProvider time, ILogger<SignsOfLife> logger)
    : BackgroundService
{
    private readonly TimeSpan _silence = messaging.Value.AckWait / 4;
    private readonly TimeSpan _interval = messaging.Value.AckWait / 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryGiveAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Nothing is held any more, or the process has no more time.
        }
    }

    private async Task TryGiveAsync(CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(_silence);
        try
        {
            foreach (var carrier in held.TakeSilent(_silence))
            {
                await carrier.Message.AckProgressAsync(cancellationToken: deadline.Token);
            }
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotGiven(logger, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not tell the stream that deliveries are under way: {Reason}")]
    private static partial void LogNotGiven(ILogger logger, string reason);
}
