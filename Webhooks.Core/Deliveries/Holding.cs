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
    /// <summary>For a statement that makes rows of deliveries of events <c>e</c>.</summary>
    public const string SharesEvents = "FOR KEY SHARE OF e";

    private const string EventsSql = """
        SELECT FROM unnest($2) AS u (event_id) JOIN events e ON e.tenant_id = $1 AND e.event_id = u.event_id
        ORDER BY e.event_id FOR UPDATE OF e
        """;

    private static readonly string DeliveriesSql = HeldSql("SELECT $1::text AS tenant_id, * FROM unnest($2, $3) AS u (event_id, ordinal)");

    /// <summary>To run in the transaction that removes or plans deliveries of them.</summary>
    public static NpgsqlBatchCommand Events(string tenantId, Guid[] events) => new NpgsqlBatchCommand(EventsSql).With(tenantId).With(events);

    /// <summary>To run in the transaction that changes them, after <see cref="Events"/> where those are changed as well.</summary>
    public static NpgsqlBatchCommand Deliveries(string tenantId, Guid[] events, short[] ordinals) =>
        new NpgsqlBatchCommand(DeliveriesSql).With(tenantId).With(events).With(ordinals);

    /// <summary>SQL that holds the deliveries of <paramref name="keys"/>, a query whatever its order, and yields their keys; as <c>d</c> they fulfil <paramref name="also"/>.</summary>
    public static string HeldSql(string keys, string also = "true") => $"""
        SELECT d.tenant_id, d.event_id, d.ordinal FROM ({keys}) k
        JOIN deliveries d ON d.tenant_id = k.tenant_id AND d.event_id = k.event_id AND d.ordinal = k.ordinal AND {also}
        ORDER BY d.event_id, d.ordinal FOR UPDATE OF d
        """;
}
