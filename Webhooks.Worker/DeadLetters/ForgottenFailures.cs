using Microsoft.Extensions.Options;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.DeadLetters;

/// <summary>An advisory can be lost with the stream, so what failed is also looked for, at start and now and then.</summary>
internal sealed partial class ForgottenFailures(
    Burial burial, DeadLetterNotice notice, TimeProvider time, IOptions<WorkerOptions> options, ILogger<ForgottenFailures> logger) : BackgroundService
{
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(ForgottenAfter, time);
        do
        {
            try
            {
                var forgotten = await burial.FindForgottenAsync(ForgottenAfter, stoppingToken);
                await notice.SendAsync(await burial.BuryAsync(forgotten, options.Value.DeadLetterRetention, stoppingToken), stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogWaiting(logger, error.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Failures without a dead letter wait for the database: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
