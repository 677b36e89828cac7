using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Prometheus;

/// <summary>Collects what the instruments of this service record. It listens from the host's start on.</summary>
internal sealed partial class MetricsCollector : IHostedService, IDisposable
{
    // OpenTelemetry's advice for durations in seconds, and its default for everything else.
    private static readonly double[] SecondsBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] DefaultBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Metric, bool> _observed = new();
    private readonly Lock _scrape = new();
    private readonly MeterListener _listener = new();
    private readonly IMeterFactory _meters;
    private readonly PrometheusOptions _options;
    private readonly ILogger _logger;

    public MetricsCollector(IMeterFactory meters, IOptions<PrometheusOptions> options, ILogger<MetricsCollector> logger)
    {
        (_meters, _options, _logger) = (meters, options.Value, logger);
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(state, (long)value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(state, (long)value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(state, (long)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record(state, (double)value, tags));
        _listener.Start();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>Asks the observable instruments and hands everything to <paramref name="write"/>, by name. One caller at a time.</summary>
    public void Collect(Action<IEnumerable<Metric>> write)
    {
        lock (_scrape)
        {
            foreach (var metric in _observed.Keys)
            {
                metric.Reset();
            }

            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException exception)
            {
                CallbackFailed(_logger, exception);
            }

            write(_metrics.Values.OrderBy(static metric => metric.Name, StringComparer.Ordinal));
        }
    }

    private void Publish(Instrument instrument, MeterListener listener)
    {
        // A meter of a factory belongs to that factory's service; one process may hold several.
        var isOurs = instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, _meters);
        if (!isOurs || !_options.Includes(instrument.Meter.Name))
        {
            return;
        }

        var kind = InstrumentShape.Kind(instrument);
        var name = PrometheusNames.Metric(instrument.Name, instrument.Unit, kind);
        var bounds = kind == MetricKind.Histogram
            ? InstrumentShape.AdvisedBounds(instrument) ?? (instrument.Unit is "s" ? SecondsBounds : DefaultBounds)
            : null;
        var metric = _metrics.GetOrAdd(name, _ => new Metric(name, instrument.Description ?? "", kind, bounds, _options.MaxSeriesPerInstrument));
        if (metric.Kind != kind)
        {
            KindsDiffer(_logger, instrument.Name, instrument.Meter.Name, name);
            return;
        }

        if (instrument.IsObservable)
        {
            _observed[metric] = true;
        }

        listener.EnableMeasurementEvents(instrument, new Recorder(metric, InstrumentShape.IsTotal(instrument)));
    }

    private static void Record(object? state, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((Recorder)state!).Record(value, tags);

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((Recorder)state!).Record(value, tags);

    [LoggerMessage(1, LogLevel.Warning, "An observable instrument failed; its metric is missing from this scrape.")]
    private static partial void CallbackFailed(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "Instrument {Instrument} of meter {Meter} is left out: another kind of instrument has the name {Name}.")]
    private static partial void KindsDiffer(ILogger logger, string instrument, string meter, string name);
}
