using Npgsql;
using Webhooks.Api.Paging;
using Webhooks.Api.Statistics;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Endpoints;

/// <summary>Counts one endpoint's deliveries.</summary>
public sealed class EndpointStatistics(NpgsqlDataSource database, CountedSpan span)
{
    public async Task<EndpointCounts> CountAsync(string tenantId, EndpointId id, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var from = await span.BeginAsync(tenantId, since, cancellationToken);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            SELECT status, count(*), coalesce(sum(attempts), 0)::bigint
            FROM deliveries WHERE tenant_id = $1 AND endpoint_id = $2 AND event_id >= $3 GROUP BY status
            UNION ALL
            SELECT '{DeliveryStatus.Pending}', count(*), 0 FROM events e CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare} AND p.endpoint_id = $2) p
            WHERE e.tenant_id = $1 AND e.event_id >= $3 AND e.event_id >= {Plan.Oldest} HAVING count(*) > 0
            """).With(tenantId).With(id.Value).With(UuidBounds.First(from)));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            SELECT percentile_disc(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY s.duration_ms)
            FROM (
              SELECT duration_ms FROM deliveries WHERE tenant_id = $1 AND endpoint_id = $2 AND event_id >= $3 AND duration_ms IS NOT NULL
              UNION ALL
              SELECT a.duration_ms FROM deliveries d JOIN attempts a ON a.event_id = d.event_id AND a.ordinal = d.ordinal AND a.event_id >= $3
              WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND d.event_id >= $3) s
            """).With(tenantId).With(id.Value).With(UuidBounds.First(from)));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var statuses = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var attempts = 0L;
        while (await rows.ReadAsync(cancellationToken))
        {
            statuses[rows.GetString(0)] = statuses.GetValueOrDefault(rows.GetString(0)) + rows.GetInt64(1);
            attempts += rows.GetInt64(2);
        }

        await rows.NextResultAsync(cancellationToken);
        var durations = await rows.ReadAsync(cancellationToken) && !await rows.IsDBNullAsync(0, cancellationToken)
            ? rows.GetFieldValue<float[]>(0)
            : null;
        return new EndpointCounts(
            id.ToString(), from, statuses, SuccessRate(statuses), attempts,
            durations is null ? null : new Percentiles(durations[0], durations[1], durations[2]));
    }

    private static double? SuccessRate(SortedDictionary<string, long> statuses)
    {
        var delivered = statuses.GetValueOrDefault("delivered");
        var finished = delivered + statuses.GetValueOrDefault("failed");
        return finished == 0 ? null : Math.Round((double)delivered / finished, 4);
    }
}

/// <param name="Deliveries">By status.</param>
/// <param name="SuccessRate">Delivered of those that are finished; null when none is.</param>
/// <param name="AttemptMs">Duration of an attempt in milliseconds.</param>
public sealed record EndpointCounts(
    string Id, DateTimeOffset Since, IReadOnlyDictionary<string, long> Deliveries, double? SuccessRate, long Attempts, Percentiles? AttemptMs);

public sealed record Percentiles(double P50, double P95, double P99);
