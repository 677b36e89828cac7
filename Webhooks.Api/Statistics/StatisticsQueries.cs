using Npgsql;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Statistics;

/// <summary>Counts a tenant's events.</summary>
internal sealed class StatisticsQueries(NpgsqlDataSource database, CountedSpan span)
{
    private const int MaxTypes = 100;

    // The first 48 bits of a UUIDv7 are the milliseconds of its creation.
    private const string Milliseconds = "('x' || encode(substring(uuid_send(e.event_id) FROM 1 FOR 6), 'hex'))::bit(48)::bigint";

    private const string Events = $"""
        SELECT s.hour, s.event_type, s.status, count(*), coalesce(sum(s.attempts), 0)::bigint
        FROM (
          SELECT {Milliseconds} / 3600000 AS hour, e.event_type, {EventStatus.Summed} AS status, d.attempts
          FROM events e LEFT JOIN (
            SELECT d.event_id, sum(d.attempts) AS attempts, {EventStatus.Sums} FROM deliveries d WHERE d.tenant_id = $1 AND d.event_id >= $2 GROUP BY d.event_id) d
            ON d.event_id = e.event_id
          WHERE e.tenant_id = $1 AND e.event_id >= $2) s
        GROUP BY 1, 2, 3
        """;

    private const string Latencies = $"""
        SELECT percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (
          ORDER BY date_part('epoch', e.last_attempt_at) * 1000 - {Milliseconds})
        FROM deliveries e WHERE e.tenant_id = $1 AND e.status = 'delivered' AND e.event_id >= $2 AND e.last_attempt_at IS NOT NULL
        """;

    /// <summary>Of every age, so counted up to a limit.</summary>
    private const string Waiting = $"""
        SELECT (SELECT count(*) FROM (SELECT FROM deliveries WHERE tenant_id = $1 AND status = 'parked' LIMIT 100000) p),
          (SELECT count(*) FROM (SELECT FROM dead_letters WHERE tenant_id = $1 LIMIT 100000) l),
          LEAST(100000,
            (SELECT count(*) FROM (SELECT FROM deliveries WHERE tenant_id = $1 AND status = 'pending' LIMIT 100000) p) +
            (SELECT count(*) FROM (
              SELECT FROM events e CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare}) p WHERE e.tenant_id = $1 AND e.event_id >= {Plan.Oldest} LIMIT 100000) b))
        """;

    public async Task<StatisticsAnswer> CountAsync(string tenantId, DateTimeOffset? asked, CancellationToken cancellationToken)
    {
        var since = await span.BeginAsync(tenantId, asked, cancellationToken);
        var first = UuidBounds.First(since);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Waiting).With(tenantId));
        batch.BatchCommands.Add(KeyedStatements.ReadInOrder());
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Events).With(tenantId).With(first));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Latencies).With(tenantId).With(first));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        var (parked, deadLetters, pending) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
        await rows.NextResultAsync(cancellationToken);
        var groups = new List<Group>();
        while (await rows.ReadAsync(cancellationToken))
        {
            groups.Add(new Group(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetInt64(4)));
        }

        await rows.NextResultAsync(cancellationToken);
        var latency = await rows.ReadAsync(cancellationToken) && !await rows.IsDBNullAsync(0, cancellationToken)
            ? rows.GetFieldValue<double[]>(0)
            : null;
        return Describe(since, groups, latency, parked, deadLetters, pending);
    }

    private static StatisticsAnswer Describe(DateTimeOffset since, List<Group> groups, double[]? latency, long parked, long deadLetters, long pending)
    {
        var byStatus = EventStatus.All.ToDictionary(status => status, status => Sum(groups, status), StringComparer.Ordinal);
        var finished = byStatus[EventStatus.Delivered] + byStatus[EventStatus.Failed];
        return new StatisticsAnswer
        {
            Since = since,
            Events = groups.Sum(group => group.Count),
            ByStatus = byStatus,
            ByType = groups.GroupBy(group => group.Type, StringComparer.Ordinal)
                .Select(type => KeyValuePair.Create(type.Key, type.Sum(group => group.Count)))
                .OrderByDescending(type => type.Value).Take(MaxTypes)
                .ToDictionary(StringComparer.Ordinal),
            SuccessRate = finished == 0 ? null : Math.Round((double)byStatus[EventStatus.Delivered] / finished, 4),
            Attempts = groups.Sum(group => group.Attempts),
            LatencyMs = latency is null ? null : new Latency(Math.Round(latency[0], 1), Math.Round(latency[1], 1), Math.Round(latency[2], 1)),
            QueueDepth = pending,
            Parked = parked,
            DeadLetters = deadLetters,
            Hours =
            [
                .. groups.GroupBy(group => group.Hour).OrderBy(hour => hour.Key).Select(hour => new HourOfEvents(
                    DateTimeOffset.FromUnixTimeSeconds(hour.Key * 3600),
                    hour.Sum(group => group.Count),
                    Sum(hour, EventStatus.Delivered),
                    Sum(hour, EventStatus.Failed))),
            ],
        };
    }

    private static long Sum(IEnumerable<Group> groups, string status) => groups.Where(group => group.Status == status).Sum(group => group.Count);

    private sealed record Group(long Hour, string Type, string Status, long Count, long Attempts);
}
