using System.Diagnostics;

namespace Webhooks.Bench.Measure;

/// <summary>
/// Which events were accepted, and which of them arrived at each endpoint of their tenant: exact, by the sequence number in
/// the payload. The load generator's thread writes the one side, the sink's thread the other.
/// </summary>
/// <param name="firstSequence">Arrivals of earlier events are not counted.</param>
/// <param name="tenants">Events go to the tenants in turn.</param>
/// <param name="endpointsPerTenant">Every event goes to all of these.</param>
/// <param name="aside">So many tenants, the first ones, are left out of every figure but <see cref="Accepted"/>.</param>
/// <param name="asideLedger">Where those tenants' events are entered instead, if anywhere.</param>
internal sealed class EventLedger(long firstSequence, int tenants, int endpointsPerTenant = 1, int aside = 0, EventLedger? asideLedger = null)
{
    private readonly SequenceSet[] _delivered = [.. Enumerable.Range(0, endpointsPerTenant).Select(_ => new SequenceSet())];
    private readonly Histogram[] _latencies = [.. Enumerable.Range(0, tenants).Select(_ => new Histogram())];
    private readonly long[] _lastArrivals = new long[tenants];
    private readonly SequenceSet _awaited = new();
    private long _accepted;
    private long _awaitedCount;
    private long _arrived;
    private long _duplicates;

    /// <summary>POST to arrival, by the second of the POST.</summary>
    public LatencySeries Seconds { get; } = new();

    /// <summary>Where the moment of each arrival is noted, that of repeated ones too.</summary>
    public List<long>? ArrivalTimes { get; init; }

    public long Accepted => Volatile.Read(ref _accepted);

    /// <summary>Accepted events of the tenants that count.</summary>
    public long AcceptedAwaited => Volatile.Read(ref _awaitedCount);

    /// <summary>Arrivals that the accepted events should come to.</summary>
    public long Awaited => AcceptedAwaited * endpointsPerTenant;

    /// <summary>Arrivals without the repeated ones.</summary>
    public long Arrived => Volatile.Read(ref _arrived);

    public long Duplicates => Volatile.Read(ref _duplicates);

    public void Accept(long sequence)
    {
        Volatile.Write(ref _accepted, _accepted + 1);
        var number = sequence - firstSequence;
        if (number % tenants < aside)
        {
            asideLedger?.Accept(sequence);
            return;
        }

        _awaited.Add(number);
        Volatile.Write(ref _awaitedCount, _awaited.Count);
    }

    public void Arrive(int tenant, int endpoint, long sequence, long sentAt)
    {
        if (sequence < firstSequence)
        {
            return;
        }

        if (tenant < aside)
        {
            asideLedger?.Arrive(tenant, endpoint, sequence, sentAt);
            return;
        }

        var now = Stopwatch.GetTimestamp();
        ArrivalTimes?.Add(now);
        if (!_delivered[endpoint].Add(sequence - firstSequence))
        {
            Volatile.Write(ref _duplicates, _duplicates + 1);
            return;
        }

        _lastArrivals[tenant] = now;
        _latencies[tenant].Record(Stopwatch.GetElapsedTime(sentAt, now));
        Seconds.Record(sentAt, now);
        Volatile.Write(ref _arrived, _arrived + 1);
    }

    /// <summary>Deliveries of accepted events that have not arrived. To be asked when both threads are quiet.</summary>
    public long CountLost() => _delivered.Sum(_awaited.CountMissingFrom);

    public Histogram Latency()
    {
        var sum = new Histogram();
        foreach (var latency in _latencies)
        {
            sum.Add(latency);
        }

        return sum;
    }

    /// <summary>Of each tenant that counts, arrivals a second from <paramref name="start"/> to its last one.</summary>
    public IReadOnlyList<double> RatesSince(long start) =>
        [.. Enumerable.Range(aside, tenants - aside).Select(tenant =>
            _latencies[tenant].Count == 0 ? 0 : _latencies[tenant].Count / Stopwatch.GetElapsedTime(start, _lastArrivals[tenant]).TotalSeconds)];
}
