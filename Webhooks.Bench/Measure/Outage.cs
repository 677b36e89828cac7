using System.Diagnostics;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Measure;

/// <summary>
/// Traffic of which one endpoint, the first tenant's, answers an error as long as the load lasts; then it is back, and everything
/// that was sent to it must come after all: by itself, and what was given up through the dead letters.
/// </summary>
internal sealed class Outage(Rig rig, EventLedger ledger, TimeSpan patience)
{
    private const int Tenant = 0;

    private static readonly string TenantId = Rig.TenantId(Tenant);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly long _backAt = Stopwatch.GetTimestamp();
    private long _requeued;

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_backAt);

    /// <param name="stack">Where nothing ran before.</param>
    /// <param name="options">With one tenant aside.</param>
    /// <param name="status">What that tenant's endpoint answers; null when it is not down at all.</param>
    /// <param name="patience">How long it may take until everything has arrived once it is back.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<(TrafficReport Healthy, OutageReport Aside)> RunAsync(
        RunningStack stack, TrafficOptions options, int? status, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var rig = new Rig(stack, options);
        await rig.CreateTenantsAsync(cancellationToken);
        await rig.WarmUpAsync(without: 0, cancellationToken);
        var before = await EndpointState.ReadAsync(rig.Database, TenantId, cancellationToken);
        var ledger = new EventLedger(rig.NextSequence, options.Tenants);
        if (status is { } error)
        {
            rig.Sink.TakeDown(options.Aside, error);
        }

        var healthy = await Traffic.MeasureAsync(rig, ledger, cancellationToken);
        var atEnd = (await EndpointState.ReadAsync(rig.Database, TenantId, cancellationToken)).Since(before);
        rig.Sink.BringBack();
        var outage = new Outage(rig, ledger, patience);
        return (healthy, await outage.RecoverAsync(before, atEnd, cancellationToken));
    }

    private async Task<OutageReport> RecoverAsync(EndpointState before, EndpointState atEnd, CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        var settledAfter = Elapsed;
        while (ledger.Arrived < ledger.Awaited && Elapsed < patience)
        {
            _requeued += await rig.Services.Client.RequeueDeadLettersAsync(rig.Keys[Tenant], cancellationToken);
            await Task.Delay(Pause, cancellationToken);
        }

        await SettleAsync(cancellationToken);
        var drainedAfter = Elapsed;
        var state = (await EndpointState.ReadAsync(rig.Database, TenantId, cancellationToken)).Since(before);
        return new OutageReport
        {
            Accepted = ledger.Awaited,
            Refused = rig.Sink.Refused,
            AtEnd = atEnd,
            SettledAfterSeconds = settledAfter.TotalSeconds,
            Requeued = _requeued,
            DrainedAfterSeconds = drainedAfter.TotalSeconds,
            AfterDrain = state,
            Arrived = ledger.Arrived,
            Lost = ledger.CountLost(),
            Duplicates = ledger.Duplicates,
        };
    }

    /// <summary>Waits until nothing is pending, retrying or parked any more.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        while (await EndpointState.CountOpenAsync(rig.Database, TenantId, cancellationToken) > 0 && Elapsed < patience)
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
