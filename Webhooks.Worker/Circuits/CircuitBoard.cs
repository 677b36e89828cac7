using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Telemetry;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker.Circuits;

/// <summary>
/// Makes the circuits and keeps the others informed of them: open ones are written down for the API and counted for
/// the metrics, and one that closes releases what was parked because of it.
/// </summary>
internal sealed partial class CircuitBoard : BackgroundService
{
    private const int Backlog = 10_000;

    /// <summary>So many seconds' worth is released at once.</summary>
    private const double ReleaseSeconds = 4;

    private const string WriteOpen = """
        INSERT INTO circuits (endpoint_id, worker_id, open_until) VALUES ($1, $2, $3)
        ON CONFLICT (endpoint_id, worker_id) DO UPDATE SET open_until = excluded.open_until
        """;

    private const string Close = """
        WITH closed AS (DELETE FROM circuits WHERE endpoint_id = $1 AND rate IS NULL)
        UPDATE circuits SET open_until = NULL WHERE endpoint_id = $1 AND rate IS NOT NULL
        """;

    private const string Limit = """
        INSERT INTO circuits (endpoint_id, worker_id, rate, slowed_after) VALUES ($1, $2, $3, $4)
        ON CONFLICT (endpoint_id, worker_id) DO UPDATE SET rate = excluded.rate, slowed_after = excluded.slowed_after
        """;

    private const string Unlimit = """
        WITH unlimited AS (DELETE FROM circuits WHERE endpoint_id = $1 AND worker_id = $2 AND open_until IS NULL)
        UPDATE circuits SET rate = NULL, slowed_after = NULL WHERE endpoint_id = $1 AND worker_id = $2 AND open_until IS NOT NULL
        """;

    private const string Remove = "DELETE FROM circuits WHERE endpoint_id = $1";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<EndpointId, DateTimeOffset> _open = new();
    private readonly Channel<CircuitChange> _changes =
        Channel.CreateBounded<CircuitChange>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly NpgsqlDataSource _database;
    private readonly Releases _releases;
    private readonly WorkerRoster _roster;
    private readonly CircuitOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public CircuitBoard(
        NpgsqlDataSource database, Releases releases, WorkerRoster roster, IOptions<CircuitOptions> options, IMeterFactory meters, TimeProvider time,
        ILogger<CircuitBoard> logger)
    {
        (_database, _releases, _roster, _options, _time, _logger) = (database, releases, roster, options.Value, time, logger);
        meters.Create(WebhooksTelemetry.Worker).CreateObservableGauge(
            WebhooksTelemetry.CircuitBreaker,
            () => new Measurement<int>(_open.IsEmpty ? 0 : 2, new KeyValuePair<string, object?>(WebhooksTelemetry.ServiceTag, "endpoints")),
            description: "0 when every circuit is closed, 2 when one is open.");
    }

    /// <summary>Endpoints whose circuit is not closed.</summary>
    public IEnumerable<EndpointId> Open => _open.Keys;

    public EndpointCircuit Create(EndpointId endpoint) => new(endpoint, _options, _time, change => _changes.Writer.TryWrite(change));

    /// <summary>The endpoint takes more than it did: what comes next of that parked at a lower rate, or all when nothing limits it any more.</summary>
    public void Release(EndpointId endpoint, double rate) => _changes.Writer.TryWrite(new CircuitChange(endpoint, CircuitChangeKind.Faster, Rate: rate));

    public void Slow(EndpointId endpoint, double rate, int slowedAfter) =>
        _changes.Writer.TryWrite(new CircuitChange(endpoint, CircuitChangeKind.Slowed, Rate: rate, SlowedAfter: slowedAfter));

    public void Forget(EndpointId endpoint) => _changes.Writer.TryWrite(new CircuitChange(endpoint, CircuitChangeKind.Forgotten));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in _changes.Reader.ReadAllAsync(stoppingToken))
            {
                await PublishAsync(change);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops; its open circuits end with it.
        }
    }

    private async Task PublishAsync(CircuitChange change)
    {
        try
        {
            using var deadline = new CancellationTokenSource(WriteTimeout);
            await WriteAsync(change, deadline.Token);
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            // Others must hear of it: what they believe to be closed is released to it again and again.
            LogNotPublished(_logger, change.Endpoint, error.Message);
            await Task.Delay(RetryDelay, _time, CancellationToken.None);
            _changes.Writer.TryWrite(change);
        }
    }

    private async Task WriteAsync(CircuitChange change, CancellationToken cancellationToken)
    {
        var endpoint = change.Endpoint.Value;
        switch (change.Kind)
        {
            case CircuitChangeKind.Opened:
                _open[change.Endpoint] = change.OpenUntil;
                LogOpened(_logger, change.Endpoint, change.OpenUntil);
                await ExecuteAsync(WriteOpen, cancellationToken, endpoint, _roster.Id, change.OpenUntil);
                break;
            case CircuitChangeKind.Slowed when double.IsPositiveInfinity(change.Rate):
                await ExecuteAsync(Unlimit, cancellationToken, endpoint, _roster.Id);
                break;
            case CircuitChangeKind.Slowed:
                await ExecuteAsync(Limit, cancellationToken, endpoint, _roster.Id, (float)change.Rate, change.SlowedAfter);
                break;
            case CircuitChangeKind.Faster:
                await _releases.HastenAsync(change.Endpoint, hasMoved: false, (int)Math.Min(int.MaxValue, Math.Ceiling(change.Rate * ReleaseSeconds)), cancellationToken);
                break;
            default:
                if (_open.TryRemove(change.Endpoint, out _))
                {
                    LogClosed(_logger, change.Endpoint);
                }

                await ExecuteAsync(change.Kind == CircuitChangeKind.Closed ? Close : Remove, cancellationToken, endpoint);
                break;
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken, params object[] values)
    {
        await using var command = _database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The circuit of {Endpoint} opened, next probe at {Until:O}")]
    private static partial void LogOpened(ILogger logger, EndpointId endpoint, DateTimeOffset until);

    [LoggerMessage(LogLevel.Information, "The circuit of {Endpoint} closed")]
    private static partial void LogClosed(ILogger logger, EndpointId endpoint);

    [LoggerMessage(LogLevel.Warning, "Could not write down the circuit of {Endpoint}: {Reason}")]
    private static partial void LogNotPublished(ILogger logger, EndpointId endpoint, string reason);
}
