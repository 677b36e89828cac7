using System.Diagnostics.Metrics;
using NATS.Client.Core;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;
using Webhooks.Core.Telemetry;

namespace Webhooks.Worker.Reconciling;

/// <summary>
/// Sees to it that nothing gets stuck: every few seconds one of the workers proves where each unfinished delivery is, and sends
/// again what is nowhere.
/// </summary>
internal sealed partial class Reconciler : BackgroundService
{
    private const long LockKey = 0x5765_6252_6563_6F6E; // "WebRecon"

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SweepTime = TimeSpan.FromMinutes(1);

    private readonly Reconciliation _reconciliation;
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Counter<long> _putBack;
    private long _total;

    public Reconciler(Reconciliation reconciliation, NpgsqlDataSource database, IMeterFactory meters, TimeProvider time, ILogger<Reconciler> logger)
    {
        (_reconciliation, _database, _time, _logger) = (reconciliation, database, time, logger);
        _putBack = meters.Create(WebhooksTelemetry.Worker).CreateCounter<long>(
            WebhooksTelemetry.Reconciled, "{delivery}", "Deliveries that were nowhere and were sent again.");
    }

    /// <summary>Deliveries that this process has sent again because they were nowhere.</summary>
    public long Total => Volatile.Read(ref _total);

    /// <summary>When the last sweep of this process ended; null before its first.</summary>
    public DateTimeOffset? LastSweep { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                deadline.CancelAfter(SweepTime);
                await SweepAsync(deadline.Token);
            }
            catch (Exception error) when (error is NpgsqlException or NatsException or OperationCanceledException or TimeoutException
                && !stoppingToken.IsCancellationRequested)
            {
                LogFailed(_logger, error.Message);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var alone = new NpgsqlCommand("SELECT pg_try_advisory_xact_lock($1)", connection).With(LockKey);
        if (await alone.ExecuteScalarAsync(cancellationToken) is not true)
        {
            return;
        }

        await _reconciliation.WatchParkedAsync(cancellationToken);
        await _reconciliation.ForgetSettledAsync(cancellationToken);
        var lost = await _reconciliation.FindLostAsync(cancellationToken);
        if (lost.Count > 0)
        {
            var count = await _reconciliation.PutBackAsync(lost, cancellationToken);
            _putBack.Add(count);
            Interlocked.Add(ref _total, count);
            LogPutBack(_logger, count, lost[0].Delivery);
        }

        LastSweep = _time.GetUtcNow();
    }

    [LoggerMessage(LogLevel.Warning, "Sent {Count} deliveries again that were neither due, in the outbox nor in the stream, {First} among them")]
    private static partial void LogPutBack(ILogger logger, int count, DeliveryId first);

    [LoggerMessage(LogLevel.Warning, "Could not look for deliveries that are nowhere: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
