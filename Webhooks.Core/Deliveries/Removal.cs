using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Removes deliveries that have ended, with their attempts and dead letters and, when none is left of it, the event;
/// withdraws those that have not ended. In bites, so that no statement holds its locks for long.
/// </summary>
public sealed class Removal(NpgsqlDataSource database, PlannedRows planned)
{
    private const int Bite = 2_000;

    /// <summary>Looked at in one bite, when only some of them may be the endpoint's, or delivered.</summary>
    private const int Window = 20_000;

    // Whoever holds an event plans its deliveries: what is left of it is counted when nobody can send it again meanwhile.
    private static string Delete(string status) => $"""
        gone AS (
          DELETE FROM deliveries d USING chosen c
          WHERE d.tenant_id = $1 AND d.event_id = c.event_id AND d.ordinal = c.ordinal AND d.status = '{status}' RETURNING d.event_id, d.ordinal),
        log AS (
          DELETE FROM attempts a USING gone g WHERE a.event_id = g.event_id AND a.ordinal = g.ordinal),
        letters AS (
          DELETE FROM dead_letters l USING gone g WHERE l.event_id = g.event_id AND l.ordinal = g.ordinal),
        less AS (
          SELECT e.event_id, g.ordinals, cardinality(g.ordinals) >= {Plan.Count} AS is_empty
          FROM (SELECT event_id, array_agg(ordinal) AS ordinals FROM gone GROUP BY event_id) g
          JOIN events e ON e.tenant_id = $1 AND e.event_id = g.event_id
          ORDER BY e.event_id FOR UPDATE OF e),
        empty AS (
          DELETE FROM events e USING less l WHERE e.tenant_id = $1 AND e.event_id = l.event_id AND l.is_empty),
        unplanned AS (
          UPDATE events e SET endpoint_ids = ARRAY(
            SELECT CASE WHEN p.n - 1 <> ALL (l.ordinals) THEN p.id END FROM unnest(e.endpoint_ids) WITH ORDINALITY AS p (id, n) ORDER BY p.n)
          FROM less l WHERE e.tenant_id = $1 AND e.event_id = l.event_id AND NOT l.is_empty)
        """;

    private static readonly string Cancel = $"""
        gone AS (
          UPDATE deliveries d SET reason = '{Cancellation.ByTheTenant}', {Cancellation.Set}
          FROM chosen c WHERE d.tenant_id = $1 AND d.event_id = c.event_id AND d.ordinal = c.ordinal AND d.status IN ({Transitions.Cancel.FromSql}) RETURNING d.event_id)
        """;

    /// <summary>What has ended goes first, so that what is withdrawn here stays to be seen. After an error, the same call goes on.</summary>
    public async Task<Removed> RemoveAsync(RemovalFilter filter, CancellationToken cancellationToken)
    {
        var (deleted, cancelled) = (0L, 0L);
        foreach (var status in filter.Statuses.Intersect(DeliveryStatus.Ended, StringComparer.Ordinal))
        {
            deleted += await EachBiteAsync(Delete(status), filter, status, cancellationToken);
        }

        foreach (var status in filter.Statuses.Except(DeliveryStatus.Ended, StringComparer.Ordinal))
        {
            if (status == DeliveryStatus.Pending)
            {
                await PlanAsync(filter, cancellationToken);
            }

            cancelled += await EachBiteAsync(Cancel, filter, status, cancellationToken);
        }

        return new Removed(deleted, cancelled);
    }

    private Task PlanAsync(RemovalFilter filter, CancellationToken cancellationToken) => filter.Event is { } one
        ? planned.MakeAsync(filter.TenantId, one, cancellationToken)
        : planned.MakeAsync(filter.TenantId, filter.Endpoint, filter.First, filter.End, cancellationToken);

    private async Task<long> EachBiteAsync(string action, RemovalFilter filter, string status, CancellationToken cancellationToken)
    {
        var all = 0L;
        for ((Guid Event, short Ordinal)? after = (filter.First, (short)-1); after is not null;)
        {
            await using var command = database.CreateKeyed(new NpgsqlBatchCommand(Sql(action, filter, status))
                .With(filter.TenantId).With(after.Value.Event).With(after.Value.Ordinal).With(filter.End)
                .With(filter.ReferenceId).With(filter.Event).With(filter.Ordinal).With(filter.Endpoint));
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            all += row.GetInt64(0);
            after = row.IsDBNull(1) ? null : (row.GetGuid(1), row.GetInt16(2));
        }

        return all;
    }

    // One status at a time comes from the index in the order that is asked for; where an earlier bite ended, the next begins.
    // As a parameter, the status would not match the partial indexes. No index knows the endpoint, nor what is delivered.
    private static string Sql(string action, RemovalFilter filter, string status)
    {
        var isWindow = filter.Endpoint is not null || status == DeliveryStatus.Delivered;
        return $"""
            WITH looked_at AS (
              SELECT d.event_id, d.ordinal, d.endpoint_id, d.status
              FROM deliveries d {(filter.ReferenceId is null ? "" : "JOIN events e ON e.tenant_id = d.tenant_id AND e.event_id = d.event_id")}
              WHERE d.tenant_id = $1 {(status == DeliveryStatus.Delivered ? "" : $"AND d.status = '{status}'")} AND (d.event_id, d.ordinal) > ($2, $3) AND d.event_id < $4
                {(filter.ReferenceId is null ? "" : "AND e.reference_id = $5")}
                {(filter.Event is null ? "" : "AND d.event_id = $6")}
                {(filter.Ordinal is null ? "" : "AND d.ordinal = $7")}
              ORDER BY d.event_id, d.ordinal LIMIT {(isWindow ? Window : Bite)}),
            chosen AS (
              SELECT event_id, ordinal FROM looked_at WHERE status = '{status}' {(filter.Endpoint is null ? "" : "AND endpoint_id = $8")}
              ORDER BY event_id, ordinal LIMIT {Bite}),
            {action}
            SELECT (SELECT count(*) FROM gone), last.event_id, last.ordinal FROM (SELECT) AS one LEFT JOIN (
              (SELECT event_id, ordinal FROM chosen ORDER BY event_id, ordinal OFFSET {Bite - 1})
              UNION ALL
              (SELECT event_id, ordinal FROM looked_at ORDER BY event_id, ordinal OFFSET {Window - 1})
              LIMIT 1) AS last ON true
            """;
    }
}
