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
    public int OpenCount => _open.Count;

    public EndpointCircuit Create(EndpointId endpoint) => new(endpoint, _options, _time, change => _changes.Writer.TryWrite(change));

    /// <summary>The endpoint takes more than it did: what comes next of that parked at a lower rate, or all when nothing limits it any more.</summary>
    public void Release(EndpointId endpoint, double rate) =>
        _changes.Writer.TryWrite(new CircuitChange(endpoint, null, ParkReason.RateLimit, Most: (int)Math.Min(int.MaxValue, Math.Ceiling(rate * ReleaseSeconds))));

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
            if (change.OpenUntil is { } until)
            {
                _open[change.Endpoint] = until;
                LogOpened(_logger, change.Endpoint, until);
                await ExecuteAsync("""
                    INSERT INTO circuits (endpoint_id, worker_id, open_until) VALUES ($1, $2, $3)
                    ON CONFLICT (endpoint_id, worker_id) DO UPDATE SET open_until = excluded.open_until
                    """, deadline.Token, change.Endpoint.Value, _roster.Id, until);
            }
            else
            {
                if (_open.TryRemove(change.Endpoint, out _))
                {
                    LogClosed(_logger, change.Endpoint);
                }

                await ExecuteAsync("DELETE FROM circuits WHERE endpoint_id = $1", deadline.Token, change.Endpoint.Value);
                await _releases.HastenAsync(change.Endpoint, change.Releases, change.Most, deadline.Token);
            }
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            LogNotPublished(_logger, change.Endpoint, error.Message);
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
