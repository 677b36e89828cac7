using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Webhooks.Core.Deliveries;
using Webhooks.Worker.Circuits;

namespace Webhooks.Worker.Parking;

/// <summary>
/// Puts parked deliveries back into the stream when they are due. A busy worker takes few at a time, so that live traffic
/// comes first.
/// </summary>
internal sealed partial class ParkedScheduler(
    Releases releases, Outbox outbox, INatsConnection nats, HeldJobs held, TimeProvider time, IOptions<WorkerOptions> options,
    IOptions<CircuitOptions> circuit, ILogger<ParkedScheduler> logger) : BackgroundService
{
    private const int BatchWhenIdle = 500;
    private const int BatchWhenBusy = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                if (nats.ConnectionState == NatsConnectionState.Open && await ReleaseDueAsync(stoppingToken) is { } batchId)
                {
                    await outbox.PublishAsync(batchId, stoppingToken);
                }
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, error.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private Task<Guid?> ReleaseDueAsync(CancellationToken stoppingToken) => releases.ReleaseDueAsync(
        held.Count > options.Value.MaxHeld / 4 ? BatchWhenBusy : BatchWhenIdle, circuit.Value.BreakDuration, stoppingToken);

    [LoggerMessage(LogLevel.Warning, "Could not release parked deliveries: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
