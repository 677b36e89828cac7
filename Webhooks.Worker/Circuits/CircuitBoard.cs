using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Telemetry;

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

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<EndpointId, DateTimeOffset> _open = new();
    private readonly Channel<CircuitChange> _changes =
        Channel.CreateBounded<CircuitChange>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CircuitRows _rows;
    private readonly Releases _releases;
    private readonly CircuitOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public CircuitBoard(
        CircuitRows rows, Releases releases, IOptions<CircuitOptions> options, IMeterFactory meters, TimeProvider time, ILogger<CircuitBoard> logger)
    {
        (_rows, _releases, _options, _time, _logger) = (rows, releases, options.Value, time, logger);
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

    public void Slow(EndpointId endpoint, double rate, int slowedAfter, DateTimeOffset? heldUntil) =>
        _changes.Writer.TryWrite(new CircuitChange(endpoint, CircuitChangeKind.Slowed, Rate: rate, SlowedAfter: slowedAfter, HeldUntil: heldUntil));

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
        switch (change.Kind)
        {
            case CircuitChangeKind.Opened:
                _open[change.Endpoint] = change.OpenUntil;
                LogOpened(_logger, change.Endpoint, change.OpenUntil);
                await _rows.OpenAsync(change, cancellationToken);
                break;
            case CircuitChangeKind.Slowed:
                await _rows.SlowAsync(change, cancellationToken);
                break;
            case CircuitChangeKind.Faster:
                await _releases.HastenAsync(change.Endpoint, hasMoved: false, (int)Math.Min(int.MaxValue, Math.Ceiling(change.Rate * ReleaseSeconds)), cancellationToken);
                break;
            default:
                if (_open.TryRemove(change.Endpoint, out _))
                {
                    LogClosed(_logger, change.Endpoint);
                }

                await (change.Kind == CircuitChangeKind.Closed ? _rows.CloseAsync(change.Endpoint, cancellationToken) : _rows.RemoveAsync(change.Endpoint, cancellationToken));
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The circuit of {Endpoint} opened, next probe at {Until:O}")]
    private static partial void LogOpened(ILogger logger, EndpointId endpoint, DateTimeOffset until);

    [LoggerMessage(LogLevel.Information, "The circuit of {Endpoint} closed")]
    private static partial void LogClosed(ILogger logger, EndpointId endpoint);

    [LoggerMessage(LogLevel.Warning, "Could not write down the circuit of {Endpoint}: {Reason}")]
    private static partial void LogNotPublished(ILogger logger, EndpointId endpoint, string reason);
}
