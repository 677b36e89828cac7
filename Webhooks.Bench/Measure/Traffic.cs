using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using Webhooks.Bench.Load;
using Webhooks.Bench.Report;
using Webhooks.Bench.Stack;

namespace Webhooks.Bench.Measure;

/// <summary>One run against a running stack: set up, warm up, load, wait until all is delivered and recorded.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RecordPause = TimeSpan.FromMilliseconds(50);

    private readonly TrafficOptions _options;
    private readonly Services _services;
    private readonly Servers _servers;
    private readonly Sink _sink;
    private readonly NpgsqlDataSource _database;
    private readonly List<RequestTemplate> _templates = [];
    private long _nextSequence;

    private Traffic(Servers servers, Services services, TrafficOptions options)
    {
        (_servers, _services, _options) = (servers, services, options);
        _sink = new Sink(options.BodyBytes);
        _database = NpgsqlDataSource.Create(servers.Postgres.ConnectionString(Servers.Database) + ";Maximum Pool Size=2");
    }

    public static async Task<TrafficReport> RunAsync(Servers servers, Services services, TrafficOptions options, CancellationToken cancellationToken)
    {
        await using var traffic = new Traffic(servers, services, options);
        await traffic.CreateTenantsAsync(cancellationToken);
        await traffic.WarmUpAsync(cancellationToken);
        return await traffic.MeasureAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task CreateTenantsAsync(CancellationToken cancellationToken)
    {
        for (var tenant = 0; tenant < _options.Tenants; tenant++)
        {
            var hangs = _options.AsideHangs && tenant < _options.Aside;
            var id = string.Create(CultureInfo.InvariantCulture, $"bench-{tenant:D4}");
            var key = await _services.Client.CreateTenantAsync(id, _sink.Url(new SinkPath(hangs, tenant, 0)), cancellationToken);
            for (var endpoint = 1; endpoint < _options.EndpointsPerTenant; endpoint++)
            {
                await _services.Client.AddEndpointAsync(key, _sink.Url(new SinkPath(hangs, tenant, endpoint)), cancellationToken);
            }

            _templates.Add(new RequestTemplate(_services.Client.Address, key, _options.BodyBytes));
        }
    }

    /// <summary>The same load, without what hangs, until the services' code is compiled and their pools are full.</summary>
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        var templates = _templates.Skip(_options.AsideHangs ? _options.Aside : 0).ToList();
        var ledger = new EventLedger(0, templates.Count, _options.EndpointsPerTenant);
        // The sink knows tenants by their own number, whoever is missing from the templates.
        var arrivals = new EventLedger(0, _options.Tenants, _options.EndpointsPerTenant);
        _sink.Use(arrivals);
        var load = await LoadAsync(templates, _options.WarmUp, ledger, cancellationToken);
        await ArriveAsync(ledger, arrivals, cancellationToken);
        await RecordAsync(ledger.Awaited, cancellationToken);
        if (load.Accepted == 0)
        {
            throw new InvalidOperationException($"Nothing was accepted. {_services.Api.Describe()}");
        }
    }

    private async Task<TrafficReport> MeasureAsync(CancellationToken cancellationToken)
    {
        var before = await RecordedState.ReadAsync(_database, cancellationToken);
        var ledger = new EventLedger(_nextSequence, _options.Tenants, _options.EndpointsPerTenant, _options.Aside);
        _sink.Use(ledger);
        using var meter = new ResourceMeter(
        [
            new ProcessGauge("api", _services.Api.Id),
            new ProcessGauge("worker", _services.Worker.Id),
            new ProcessGauge("postgres", _servers.Postgres.Process.Id, IsTree: true),
            new ProcessGauge("nats", _servers.Nats.Process.Id),
            new ProcessGauge("redis", _servers.Redis.Process.Id),
            new ProcessGauge("bench", Environment.ProcessId),
        ]);
        var load = await LoadAsync(_templates, _options.Duration, ledger, cancellationToken);
        await ArriveAsync(ledger, ledger, cancellationToken);
        var arrivedAt = Stopwatch.GetTimestamp();
        await RecordAsync(before.Delivered + ledger.Awaited, cancellationToken);
        var recordedAt = Stopwatch.GetTimestamp();
        var resources = await meter.StopAsync(load.Accepted);
        var recorded = (await RecordedState.ReadAsync(_database, cancellationToken)).Since(before);
        return TrafficReport.From(_options, load, ledger, recorded, resources, arrivedAt, recordedAt, _sink.Unknown);
    }

    private async Task<LoadOutcome> LoadAsync(
        IReadOnlyList<RequestTemplate> templates, TimeSpan duration, EventLedger ledger, CancellationToken cancellationToken)
    {
        var plan = new LoadPlan
        {
            Server = _services.Client.Address,
            Templates = templates,
            Connections = _options.Connections,
            Duration = duration,
            Rate = _options.Rate,
        };
        try
        {
            var load = await LoadGenerator.RunAsync(plan, ledger, _nextSequence, cancellationToken);
            _nextSequence += load.Sent;
            return load;
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException($"The load stopped: {error.Message}. {_services.Api.Describe()}", error);
        }
    }

    private async Task ArriveAsync(EventLedger accepted, EventLedger arrivals, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (arrivals.Arrived < accepted.Awaited && Stopwatch.GetElapsedTime(start) < _options.DrainTime)
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task RecordAsync(long delivered, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (await RecordedState.CountDeliveredAsync(_database, cancellationToken) < delivered && Stopwatch.GetElapsedTime(start) < _options.DrainTime)
        {
            await Task.Delay(RecordPause, cancellationToken);
        }
    }
}
