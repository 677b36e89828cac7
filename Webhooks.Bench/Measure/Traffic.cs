using System.Diagnostics;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Measure;

/// <summary>One run against a running stack: set up, warm up, load, wait until all is delivered and recorded.</summary>
internal static class Traffic
{
    public static async Task<TrafficReport> RunAsync(RunningStack stack, TrafficOptions options, CancellationToken cancellationToken)
    {
        await using var rig = new Rig(stack, options);
        await rig.CreateTenantsAsync(cancellationToken);
        await rig.WarmUpAsync(without: options.AsideHangs ? options.Aside : 0, cancellationToken);
        return await MeasureAsync(rig, asideLedger: null, cancellationToken);
    }

    /// <param name="rig">Warmed up.</param>
    /// <param name="asideLedger">Where the events of the tenants that are aside are entered; they are not waited for.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<TrafficReport> MeasureAsync(Rig rig, EventLedger? asideLedger, CancellationToken cancellationToken)
    {
        var options = rig.Options;
        var before = await ReadAsync();
        var published = await StreamState.CountPublishedAsync(rig.Servers.Nats, cancellationToken);
        var ledger = new EventLedger(rig.NextSequence, options.Tenants, options.EndpointsPerTenant, options.Aside, asideLedger);
        rig.Sink.Use(ledger);
        using var disk = options.Rate is null ? null : new DiskMeter(rig.Servers.DataFolder);
        using var meter = new ResourceMeter([.. Gauges(rig)]);
        var load = await rig.LoadAsync(rig.Templates, options.Duration, ledger, cancellationToken);
        await Rig.ArriveAsync(ledger, ledger, options.DrainTime, cancellationToken);
        var arrivedAt = Stopwatch.GetTimestamp();
        await rig.RecordAsync(before.Delivered + ledger.Awaited, options.Aside, options.DrainTime, cancellationToken);
        var recordedAt = Stopwatch.GetTimestamp();
        var resources = await meter.StopAsync(load.Accepted);
        var recorded = (await ReadAsync()).Since(before);
        var commits = disk?.Stop();
        return TrafficReport.From(options, load, ledger, recorded, resources, arrivedAt, recordedAt, rig.Sink.Unknown) with
        {
            Disk = commits is null ? null : LatencyReport.From(commits.Sum()),
            DiskMinutes = [.. commits?.Sums(seconds: 60).Select(LatencyReport.From) ?? []],
            Published = await StreamState.CountPublishedAsync(rig.Servers.Nats, cancellationToken) - published,
        };

        Task<RecordedState> ReadAsync() => RecordedState.ReadAsync(rig.Database, Rig.TenantId(options.Aside), cancellationToken);
    }

    private static IEnumerable<ProcessGauge> Gauges(Rig rig) =>
    [
        new ProcessGauge("api", rig.Services.Api.ProcessId),
        .. rig.Services.Workers.Select((worker, index) => new ProcessGauge(index == 0 ? "worker" : $"worker {index + 1}", worker.ProcessId)),
        new ProcessGauge("postgres", rig.Servers.Postgres.ProcessId, IsTree: true),
        new ProcessGauge("nats", rig.Servers.Nats.ProcessId),
        new ProcessGauge("redis", rig.Servers.Redis.ProcessId),
        new ProcessGauge("bench", Environment.ProcessId),
    ];
}
