using System.Diagnostics;
using Webhooks.Bench.Load;
using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Report;

/// <summary>What came of one run of traffic.</summary>
internal sealed record TrafficReport
{
    public required TrafficOptions Traffic { get; init; }

    public required long Sent { get; init; }

    public required long Accepted { get; init; }

    public required IReadOnlyDictionary<int, long> Refused { get; init; }

    public required long Unanswered { get; init; }

    public required long Unsent { get; init; }

    /// <summary>Deliveries that the accepted events should come to, and those that did, at the sink.</summary>
    public required long Awaited { get; init; }

    public required long Arrived { get; init; }

    public required long Lost { get; init; }

    public required long Duplicates { get; init; }

    public required long Unknown { get; init; }

    /// <summary>Rows of the tenants that count that the run added in PostgreSQL; the outbox's are those that were left.</summary>
    public required RecordedState Recorded { get; init; }

    /// <summary>Messages that the stream of deliveries took, of all tenants.</summary>
    public long Published { get; init; }

    public required double AcceptedPerSecond { get; init; }

    public required double DeliveredPerSecond { get; init; }

    /// <summary>The headline: events that arrived and whose deliveries PostgreSQL holds as delivered, by the time from the first POST to the last of those rows.</summary>
    public required double RecordedPerSecond { get; init; }

    /// <summary>POST to 201.</summary>
    public required LatencyReport Accept { get; init; }

    /// <summary>POST to arrival at the sink. With a rate, both count from when the POST was due.</summary>
    public required LatencyReport Deliver { get; init; }

    /// <summary>The p99 of each second of POSTs, in milliseconds: to 201, and to arrival.</summary>
    public required IReadOnlyList<double> AcceptSeconds { get; init; }

    public required IReadOnlyList<double> DeliverSeconds { get; init; }

    /// <summary>POST to arrival, of each minute of POSTs.</summary>
    public required IReadOnlyList<LatencyReport> DeliverMinutes { get; init; }

    /// <summary>With a rate: what the disk alone took meanwhile for a commit of its own (<see cref="DiskMeter"/>), over all and by minute.</summary>
    public LatencyReport? Disk { get; init; }

    public IReadOnlyList<LatencyReport> DiskMinutes { get; init; } = [];

    /// <summary>Deliveries a second of each tenant that counts.</summary>
    public required IReadOnlyList<double> TenantRates { get; init; }

    public required ResourceReport Resources { get; init; }

    /// <summary>Everything accepted arrived once and is recorded.</summary>
    public bool IsComplete => Lost == 0 && Duplicates == 0 && Unknown == 0 && Unanswered == 0 && Recorded.Delivered == Arrived;

    public static TrafficReport From(
        TrafficOptions options, LoadOutcome load, EventLedger ledger, RecordedState recorded, ResourceReport resources, long arrivedAt, long recordedAt, long unknown) => new()
        {
            Traffic = options,
            Sent = load.Sent,
            Accepted = load.Accepted,
            Refused = load.Refused,
            Unanswered = load.Unanswered,
            Unsent = load.Unsent,
            Awaited = ledger.Awaited,
            Arrived = ledger.Arrived,
            Lost = ledger.CountLost(),
            Duplicates = ledger.Duplicates,
            Unknown = unknown,
            Recorded = recorded,
            AcceptedPerSecond = load.Accepted / Stopwatch.GetElapsedTime(load.FirstSent, load.LastAccepted).TotalSeconds,
            DeliveredPerSecond = ledger.Arrived / Stopwatch.GetElapsedTime(load.FirstSent, arrivedAt).TotalSeconds,
            RecordedPerSecond = Math.Min(ledger.AcceptedAwaited, (double)recorded.Delivered / options.EndpointsPerTenant)
                / Stopwatch.GetElapsedTime(load.FirstSent, recordedAt).TotalSeconds,
            Accept = LatencyReport.From(load.Latency),
            Deliver = LatencyReport.From(ledger.Latency()),
            AcceptSeconds = load.Seconds.Percentiles(0.99),
            DeliverSeconds = ledger.Seconds.Percentiles(0.99),
            DeliverMinutes = [.. ledger.Seconds.Sums(seconds: 60).Select(LatencyReport.From)],
            TenantRates = ledger.RatesSince(load.FirstSent),
            Resources = resources,
        };
}
