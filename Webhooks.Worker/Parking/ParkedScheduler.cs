using Microsoft.Extensions.Options;
using NATS.Client.Core;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Worker.Lanes;

namespace Webhooks.Worker.Parking;

/// <summary>
/// Puts parked deliveries back into the stream when they are due. Any number of workers may do it: each due row is
/// taken by one of them, as a new cycle, with its outbox row in the same transaction. A busy worker takes few at a
/// time, so that live traffic comes first. What a worker's open circuit
/// would send back stays where it is until the next probe; a circuit ends with its worker.
/// </summary>
internal sealed partial class ParkedScheduler(
    NpgsqlDataSource database, Outbox outbox, INatsConnection nats, LaneScheduler lanes, TimeProvider time, IOptions<WorkerOptions> options,
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

    private async Task<Guid?> ReleaseDueAsync(CancellationToken stoppingToken)
    {
        var batchId = Guid.CreateVersion7();
        await using var command = database.CreateCommand("""
            WITH due AS (
              SELECT event_id, ordinal,
                (SELECT max(c.open_until) FROM circuits c
                 WHERE c.endpoint_id = d.endpoint_id AND c.open_until > now() AND EXISTS (SELECT FROM workers w WHERE w.worker_id = c.worker_id)) AS shut_until
              FROM deliveries d WHERE status = 'parked' AND next_attempt_at <= now()
              ORDER BY next_attempt_at LIMIT $2 FOR UPDATE SKIP LOCKED),
            held AS (
              UPDATE deliveries d SET reason = $3, next_attempt_at = due.shut_until + $4 * random()
              FROM due WHERE d.event_id = due.event_id AND d.ordinal = due.ordinal AND due.shut_until IS NOT NULL),
            released AS (
              UPDATE deliveries d SET status = 'pending', reason = NULL, cycle = d.cycle + 1, batch_id = $1, next_attempt_at = NULL
              FROM due WHERE d.event_id = due.event_id AND d.ordinal = due.ordinal AND due.shut_until IS NULL
              RETURNING d.event_id)
            INSERT INTO outbox (batch_id, event_ids) SELECT $1, array_agg(DISTINCT event_id) FROM released HAVING count(*) > 0
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = batchId });
        command.Parameters.Add(new NpgsqlParameter<int>
        {
            TypedValue = lanes.HeldCount > options.Value.MaxHeld / 4 ? BatchWhenBusy : BatchWhenIdle,
        });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ParkReason.CircuitOpen });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = circuit.Value.BreakDuration });
        return await command.ExecuteNonQueryAsync(stoppingToken) > 0 ? batchId : null;
    }

    [LoggerMessage(LogLevel.Warning, "Could not release parked deliveries: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
