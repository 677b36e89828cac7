using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;

namespace Webhooks.Worker.Parking;

/// <summary>
/// Puts parked deliveries back into the stream when they are due, or when their endpoint takes deliveries again. A busy worker takes few at a time, so that live traffic
/// comes first.
/// </summary>
internal sealed partial class ParkedScheduler(
    NpgsqlDataSource database, Outbox outbox, INatsConnection nats, HeldJobs held, TimeProvider time, IOptions<WorkerOptions> options,
    ILogger<ParkedScheduler> logger) : BackgroundService
{
    private const int BatchWhenIdle = 500;
    private const int BatchWhenBusy = 50;
    private const int TurnWhenIdle = 100;
    private const int TurnWhenBusy = 10;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var connection = new DedicatedConnection(database, isKeyed: true);
        using var timer = new PeriodicTimer(Interval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                if (nats.ConnectionState == NatsConnectionState.Open)
                {
                    await ReleaseAsync(connection, stoppingToken);
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

    private async Task ReleaseAsync(DedicatedConnection connection, CancellationToken stoppingToken)
    {
        var isBusy = held.Count > options.Value.MaxHeld / 4;
        var batches = await Releases.ReleaseAsync(connection, isBusy ? BatchWhenBusy : BatchWhenIdle, isBusy ? TurnWhenBusy : TurnWhenIdle, stoppingToken);
        if (batches.Length > 0)
        {
            await outbox.PublishAsync(batches, stoppingToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not release parked deliveries: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
