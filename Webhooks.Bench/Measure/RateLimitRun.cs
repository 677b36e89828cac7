using System.Diagnostics;
using Npgsql;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Measure;

/// <summary>One endpoint with a rate limit that is sent more than that. Another one, without, is there for the warm-up.</summary>
internal static class RateLimitRun
{
    private const int Limited = 0;

    /// <param name="stack">Where nothing ran before.</param>
    /// <param name="options">With two tenants, of which one is aside; the load is for that one.</param>
    /// <param name="limit">Its endpoint's, in deliveries per second.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public static async Task<RateLimitReport> RunAsync(RunningStack stack, TrafficOptions options, int limit, CancellationToken cancellationToken)
    {
        await using var rig = new Rig(stack, options);
        await rig.CreateTenantsAsync(cancellationToken);
        await stack.Services.Client.LimitRateAsync(rig.Keys[Limited], limit, cancellationToken);
        await rig.WarmUpAsync(without: 1, cancellationToken);
        var before = await RecordedState.ReadAsync(rig.Database, Rig.TenantId(Limited), cancellationToken);
        var arrivals = new List<long>();
        var ledger = new EventLedger(rig.NextSequence, tenants: 1) { ArrivalTimes = arrivals };
        rig.Sink.Use(ledger);
        var load = await rig.LoadAsync([rig.Templates[Limited]], options.Duration, ledger, cancellationToken);
        await Rig.ArriveAsync(ledger, ledger, options.DrainTime, cancellationToken);
        await rig.RecordAsync(before.Delivered + ledger.Awaited, Limited, options.DrainTime, cancellationToken);
        rig.Sink.Use(new EventLedger(rig.NextSequence, tenants: 1));
        var departures = await ReadDeparturesAsync(rig.Database, cancellationToken);
        return new RateLimitReport
        {
            Limit = limit,
            Workers = stack.Services.Workers.Count,
            Sent = load.Sent,
            Accepted = ledger.Awaited,
            Arrived = ledger.Arrived,
            Lost = ledger.CountLost(),
            Duplicates = ledger.Duplicates,
            Recorded = (await RecordedState.ReadAsync(rig.Database, Rig.TenantId(Limited), cancellationToken)).Since(before),
            PostedAfterSeconds = load.Accepted == 0 ? 0 : Stopwatch.GetElapsedTime(load.FirstSent, load.LastAccepted).TotalSeconds,
            ArrivedAfterSeconds = arrivals is [.., var last] ? Stopwatch.GetElapsedTime(load.FirstSent, last).TotalSeconds : 0,
            MostArrivals = SlidingWindow.Most(arrivals, Stopwatch.Frequency),
            MostDepartures = SlidingWindow.Most(departures, TimeSpan.TicksPerSecond),
        };
    }

    // On a busy machine arrivals bunch up; the workers' own record shows when each attempt began.
    private static async Task<List<long>> ReadDeparturesAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            SELECT started_at FROM attempts JOIN deliveries USING (event_id, ordinal) WHERE tenant_id = $1
            UNION ALL SELECT last_attempt_at FROM deliveries WHERE tenant_id = $1 AND duration_ms IS NOT NULL ORDER BY 1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Rig.TenantId(Limited) });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var departures = new List<long>();
        while (await rows.ReadAsync(cancellationToken))
        {
            departures.Add(rows.GetFieldValue<DateTimeOffset>(0).UtcTicks);
        }

        return departures;
    }
}
