using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Deliveries that a removal has found, in their order; each once, an event as often as it has some.</summary>
/// <param name="LastEvent">Where the next bite begins: after this event's <paramref name="LastOrdinal"/>; null when there is none.</param>
internal sealed record RemovalBite(Guid[] Events, short[] Ordinals, Guid? LastEvent, short LastOrdinal)
{
    private const int Most = 1_000;

    /// <summary>Looked at in one bite, when most of them may be delivered.</summary>
    private const int WindowOfDelivered = 2 * Most;

    /// <summary>Looked at in one bite, when few of them may be the endpoint's.</summary>
    private const int WindowOfEndpoint = 20_000;

    private static readonly string These = $"""
        ({Holding.HeldSql(Holding.KeysOfTenant)}) u
          WHERE d.tenant_id = u.tenant_id AND d.event_id = u.event_id AND d.ordinal = u.ordinal
        """;

    private static readonly string CancelSql = $"""
        UPDATE deliveries d SET batch_id = $4, {Cancellation.Set($"'{Cancellation.ByTheTenant}'")}
        FROM {These} AND d.status IN ({Transitions.Cancel.FromSql})
        """;

    /// <summary>What is to be removed, as it is now: it is held by nobody yet.</summary>
    public static async Task<RemovalBite> FindAsync(
        NpgsqlDataSource database, RemovalFilter filter, string[] statuses, Guid mark, (Guid Event, short Ordinal) after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateKeyed(new NpgsqlBatchCommand(FindSql(filter, statuses))
            .With(filter.TenantId).With(after.Event).With(after.Ordinal).With(filter.End)
            .With(filter.ReferenceId).With(filter.Event).With(filter.Ordinal).With(filter.Endpoint).With(mark));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new RemovalBite(
            row.GetFieldValue<Guid[]>(0), row.GetFieldValue<short[]>(1),
            row.IsDBNull(2) ? null : row.GetGuid(2), row.IsDBNull(3) ? (short)-1 : row.GetInt16(3));
    }

    /// <summary>Its rows are those that it has withdrawn.</summary>
    public static NpgsqlBatchCommand Cancel(string tenantId, Guid mark, RemovalBite bite) =>
        new NpgsqlBatchCommand(CancelSql).With(tenantId).With(bite.Events).With(bite.Ordinals).With(mark);

    /// <summary>To run once they and their events are held; its rows are those that it has removed.</summary>
    public static NpgsqlBatchCommand Delete(string tenantId, string[] statuses, RemovalBite bite) =>
        new NpgsqlBatchCommand(DeleteSql(statuses)).With(tenantId).With(bite.Events).With(bite.Ordinals);

    private static string DeleteSql(string[] statuses) => $"""
        WITH gone AS (
          DELETE FROM deliveries d USING {These} AND d.status IN ({List(statuses)}) AND {AttemptsUnderWay.IsAwaited} IS NOT TRUE RETURNING d.event_id, d.ordinal),
        log AS (
          DELETE FROM attempts a USING gone g WHERE a.event_id = g.event_id AND a.ordinal = g.ordinal),
        letters AS (
          DELETE FROM dead_letters l USING (
            SELECT s.dead_letter_id FROM gone g JOIN dead_letters s ON s.event_id = g.event_id AND s.ordinal = g.ordinal
            ORDER BY s.dead_letter_id FOR UPDATE OF s) s
          WHERE l.dead_letter_id = s.dead_letter_id),
        less AS NOT MATERIALIZED (
          SELECT e.tenant_id, e.event_id, g.count >= {Plan.Count} AS is_empty
          FROM (SELECT event_id, count(*) AS count FROM gone GROUP BY event_id) g
          CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.tenant_id = $1 AND e.event_id = g.event_id OFFSET 0) e),
        empty AS (
          DELETE FROM events e USING less l WHERE e.tenant_id = l.tenant_id AND e.event_id = l.event_id AND l.is_empty),
        unplanned AS (
          UPDATE events e SET endpoint_ids = ARRAY(
            SELECT CASE WHEN (e.event_id, (p.n - 1)::smallint) NOT IN (SELECT event_id, ordinal FROM gone) THEN p.id END
            FROM unnest(e.endpoint_ids) WITH ORDINALITY AS p (id, n) ORDER BY p.n)
          FROM less l WHERE e.tenant_id = l.tenant_id AND e.event_id = l.event_id AND NOT l.is_empty)
        SELECT FROM gone
        """;

    // What is delivered is in no index, nor is the endpoint.
    private static string FindSql(RemovalFilter filter, string[] statuses)
    {
        var isIndexed = filter.Event is not null || !statuses.Contains(DeliveryStatus.Delivered, StringComparer.Ordinal);
        var window = filter.Endpoint is not null ? WindowOfEndpoint : isIndexed ? Most : WindowOfDelivered;
        IEnumerable<string> looks = filter.Event is not null ? [Look(filter, $"AND d.status IN ({List(statuses)})", window)]
            : isIndexed ? statuses.Select(status => Look(filter, $"AND d.status = '{status}'", window))
            : [Look(filter, "", window)];
        return $"""
            WITH looked_at AS (
              SELECT * FROM ({string.Join(" UNION ALL ", looks)}) d ORDER BY event_id, ordinal LIMIT {window}),
            chosen AS (
              SELECT event_id, ordinal FROM looked_at WHERE status IN ({List(statuses)}) {(filter.Endpoint is null ? "" : "AND endpoint_id = $8")}
              ORDER BY event_id, ordinal LIMIT {Most})
            SELECT ARRAY(SELECT event_id FROM chosen ORDER BY event_id, ordinal), ARRAY(SELECT ordinal FROM chosen ORDER BY event_id, ordinal),
              last.event_id, last.ordinal
            FROM (SELECT) AS one LEFT JOIN (
              (SELECT event_id, ordinal FROM chosen ORDER BY event_id, ordinal OFFSET {Most - 1})
              UNION ALL
              (SELECT event_id, ordinal FROM looked_at ORDER BY event_id, ordinal OFFSET {window - 1})
              LIMIT 1) AS last ON true
            """;
    }

    // Each status comes from an index in the order that is asked for; where an earlier bite ended, the next begins. As a parameter, the status
    // would not match the partial indexes.
    private static string Look(RemovalFilter filter, string status, int window) => $"""
        (SELECT d.event_id, d.ordinal, d.endpoint_id, d.status
         FROM deliveries d {(filter.ReferenceId is null ? "" : "JOIN events e ON e.tenant_id = d.tenant_id AND e.event_id = d.event_id")}
         WHERE d.tenant_id = $1 {status} AND (d.event_id, d.ordinal) > ($2, $3) AND d.event_id < $4 AND d.batch_id IS DISTINCT FROM $9
           {(filter.ReferenceId is null ? "" : "AND e.reference_id = $5")}
           {(filter.Event is null ? "" : "AND d.event_id = $6")}
           {(filter.Ordinal is null ? "" : "AND d.ordinal = $7")}
         ORDER BY d.event_id, d.ordinal LIMIT {window})
        """;

    private static string List(string[] statuses) => string.Join(", ", statuses.Select(static status => $"'{status}'"));
}
