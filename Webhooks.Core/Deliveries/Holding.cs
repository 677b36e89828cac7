using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// The one order in which rows are locked: events, their deliveries, then what belongs to those; events by id, deliveries by event and
/// ordinal, dead letters by id. Whoever locks in another order lets go of what somebody else holds (SKIP LOCKED). Who makes a row of a
/// delivery shares its event, and who removes one holds the event alone, so that no delivery outlives its event. Who removes or moves
/// deliveries together with what belongs to them holds them first and looks afterwards, in a statement of its own: what others wrote
/// while it waited is not in the snapshot of the statement that waited.
/// </summary>
internal static class Holding
{
    /// <summary>Of those whose tenants, events and ordinals are columns.</summary>
    public static readonly string DeliveriesSql = HeldSql("SELECT * FROM unnest($1, $2, $3) AS u (tenant_id, event_id, ordinal)");

    /// <summary>For <see cref="HeldSql"/>: of the tenant <c>$1</c>, those whose events and ordinals are the columns <c>$2</c> and <c>$3</c>.</summary>
    public const string KeysOfTenant = "SELECT $1::text AS tenant_id, * FROM unnest($2, $3) AS u (event_id, ordinal)";

    private const string EventsSql = """
        SELECT FROM (SELECT event_id FROM unnest($2) AS u (event_id) ORDER BY event_id) k
        CROSS JOIN LATERAL (SELECT FROM events e WHERE e.tenant_id = $1 AND e.event_id = k.event_id FOR UPDATE) e
        """;

    private static readonly string DeliveriesOfTenantSql = HeldSql(KeysOfTenant);

    /// <summary>The plan of the event of <paramref name="key"/>, which nobody removes or changes meanwhile: for <c>CROSS JOIN LATERAL</c> by who makes rows of it.</summary>
    public static string SharedEvent(string key) =>
        $"(SELECT e.tenant_id, e.event_id, e.endpoint_ids FROM events e WHERE e.tenant_id = {key}.tenant_id AND e.event_id = {key}.event_id FOR KEY SHARE)";

    /// <summary>To run in the transaction that removes or plans deliveries of them.</summary>
    public static NpgsqlBatchCommand Events(string tenantId, Guid[] events) => new NpgsqlBatchCommand(EventsSql).With(tenantId).With(events);

    /// <summary>To run in the transaction that changes them, after <see cref="Events"/> where those are changed as well.</summary>
    public static NpgsqlBatchCommand Deliveries(string tenantId, Guid[] events, short[] ordinals) =>
        new NpgsqlBatchCommand(DeliveriesOfTenantSql).With(tenantId).With(events).With(ordinals);

    /// <inheritdoc cref="Deliveries(string, Guid[], short[])"/>
    public static NpgsqlBatchCommand Deliveries(string[] tenants, Guid[] events, short[] ordinals) =>
        new NpgsqlBatchCommand(DeliveriesSql).With(tenants).With(events).With(ordinals);

    /// <summary>Those of one event that a transition concerns, or only the one of <paramref name="ordinal"/>.</summary>
    public static NpgsqlBatchCommand OfEvent(Transition transition, string tenantId, Guid eventId, short? ordinal) => new NpgsqlBatchCommand($"""
        SELECT FROM deliveries WHERE tenant_id = $1 AND event_id = $2 AND ($3::smallint IS NULL OR ordinal = $3) AND status IN ({transition.FromSql})
        ORDER BY ordinal FOR UPDATE
        """).With(tenantId).With(eventId).With(ordinal);

    /// <summary>
    /// SQL that holds the deliveries of <paramref name="keys"/>, a query whatever its order, and yields their keys; as <c>d</c> they fulfil
    /// <paramref name="also"/>. Each is looked up, whatever the planner thinks of the numbers of rows; and whoever joins this by all three
    /// begins with it, because to look all of them up again for every row of another table costs the most.
    /// </summary>
    public static string HeldSql(string keys, string also = "true") => $"""
        SELECT d.tenant_id, d.event_id, d.ordinal FROM (SELECT tenant_id, event_id, ordinal FROM ({keys}) n ORDER BY event_id, ordinal) k
        CROSS JOIN LATERAL (
          SELECT d.tenant_id, d.event_id, d.ordinal FROM deliveries d
          WHERE d.tenant_id = k.tenant_id AND d.event_id = k.event_id AND d.ordinal = k.ordinal AND {also} FOR UPDATE) d
        """;
}
