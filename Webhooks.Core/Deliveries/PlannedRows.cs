using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Gives deliveries that have none a row, so that whatever moves rows can move them. Whether that or a worker's settlement comes first,
/// the primary key decides.
/// </summary>
public sealed class PlannedRows(NpgsqlDataSource database)
{
    private const int Bite = 2_000;

    private const string Insert = "INSERT INTO deliveries AS d (tenant_id, event_id, ordinal, endpoint_id, status, batch_id)";

    // The events first: what somebody else has taken out of their plans meanwhile is not in them once they are shared.
    private static readonly string OfEventSql = $"""
        WITH shared AS (SELECT e.* FROM (SELECT $1::text AS tenant_id, $2::uuid AS event_id) u CROSS JOIN LATERAL {Holding.SharedEvent("u")} e)
        {Insert}
        SELECT e.tenant_id, e.event_id, (p.n - 1)::smallint, p.endpoint_id, '{DeliveryStatus.Pending}', NULL::uuid
        FROM shared e CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare}) p
        ON CONFLICT DO NOTHING
        """;

    private static readonly string OfTheseSql = $"""
        {Insert}
        SELECT e.tenant_id, e.event_id, u.ordinal, e.endpoint_ids[u.ordinal + 1], '{DeliveryStatus.Pending}', NULL::uuid
        FROM (SELECT * FROM unnest($1, $2, $3) AS u (tenant_id, event_id, ordinal) ORDER BY event_id, ordinal) u
        CROSS JOIN LATERAL {Holding.SharedEvent("u")} e
        WHERE e.endpoint_ids[u.ordinal + 1] IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    // Under the batch's id, so that what the outbox names is found by it.
    private static readonly string OfBatchSql = $"""
        WITH shared AS (
          SELECT e.* FROM (
            SELECT w.* FROM outbox o CROSS JOIN LATERAL unnest(o.event_ids, o.tenant_ids) AS w (event_id, tenant_id)
            WHERE o.batch_id = $1 ORDER BY w.event_id) w
          CROSS JOIN LATERAL {Holding.SharedEvent("w")} e)
        {Insert}
        SELECT d.tenant_id, d.event_id, d.ordinal, d.endpoint_id, d.status, o.batch_id
        FROM outbox o CROSS JOIN shared e CROSS JOIN LATERAL ({Plan.Deliveries}) d
        WHERE o.batch_id = $1 AND {Plan.IsOfBatch("d.ordinal")} AND d.status = '{DeliveryStatus.Pending}' AND d.cycle = 1
        ORDER BY d.event_id, d.ordinal
        ON CONFLICT (tenant_id, event_id, ordinal) DO UPDATE SET batch_id = excluded.batch_id WHERE d.status = '{DeliveryStatus.Pending}' AND d.cycle = 1
        """;

    private const string OfTenantSql = $"""
        WITH chosen AS (
          SELECT e.tenant_id, e.event_id, e.endpoint_ids FROM events e
          WHERE e.tenant_id = $1 AND e.event_id > $2 AND e.event_id < $3 AND e.event_id >= {Plan.Oldest}
          ORDER BY e.event_id LIMIT $5 FOR KEY SHARE),
        made AS (
          {Insert}
          SELECT e.tenant_id, e.event_id, (p.n - 1)::smallint, p.endpoint_id, '{DeliveryStatus.Pending}', NULL::uuid
          FROM chosen e CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare} AND ($4::uuid IS NULL OR p.endpoint_id = $4)) p
          ON CONFLICT DO NOTHING)
        SELECT event_id FROM chosen ORDER BY event_id DESC LIMIT 1
        """;

    /// <summary>Of one event, to run in the transaction that moves them.</summary>
    internal static NpgsqlBatchCommand OfEvent(string tenantId, Guid eventId) => new NpgsqlBatchCommand(OfEventSql).With(tenantId).With(eventId);

    /// <summary>Of these deliveries, to run in the transaction that moves them.</summary>
    internal static NpgsqlBatchCommand OfThese(string[] tenants, Guid[] events, short[] ordinals) =>
        new NpgsqlBatchCommand(OfTheseSql).With(tenants).With(events).With(ordinals);

    /// <summary>Of a row of the outbox.</summary>
    internal static NpgsqlBatchCommand OfBatch(Guid batchId) => new NpgsqlBatchCommand(OfBatchSql).With(batchId);

    /// <summary>Of one event.</summary>
    public async Task MakeAsync(string tenantId, Guid eventId, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateKeyed(OfEvent(tenantId, eventId));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Of a tenant's events between two ids, in bites; only those to <paramref name="endpoint"/> when there is one.</summary>
    public async Task MakeAsync(string tenantId, Guid? endpoint, Guid first, Guid end, CancellationToken cancellationToken)
    {
        for (Guid? after = first; after is not null;)
        {
            await using var command = database.CreateKeyed(new NpgsqlBatchCommand(OfTenantSql)
                .With(tenantId).With(after.Value).With(end).With(endpoint).With(Bite));
            after = await command.ExecuteScalarAsync(cancellationToken) as Guid?;
        }
    }
}
