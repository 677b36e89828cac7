using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Events that no endpoint wanted: they count as cancelled, and no delivery tells of them.</summary>
internal static class UnwantedEvents
{
    /// <summary>Removed in one bite.</summary>
    public const int Bite = 1_000;

    /// <summary>Whether a removal is of them as well: they have no endpoint and no delivery of their own.</summary>
    public static bool AreMeant(RemovalFilter filter) =>
        filter is { Endpoint: null, Ordinal: null } && filter.Statuses.Contains(DeliveryStatus.Cancelled, StringComparer.Ordinal);

    /// <summary>Removes the first ones that are left; its rows are those.</summary>
    public static NpgsqlBatchCommand Remove(RemovalFilter filter) => new NpgsqlBatchCommand($"""
        DELETE FROM events e USING (
          SELECT tenant_id, event_id FROM events
          WHERE tenant_id = $1 AND cardinality(endpoint_ids) = 0 AND event_id >= $2 AND event_id < $3
            {(filter.ReferenceId is null ? "" : "AND reference_id = $4")} {(filter.Event is null ? "" : "AND event_id = $5")}
          ORDER BY event_id LIMIT {Bite} FOR UPDATE) u
        WHERE e.tenant_id = u.tenant_id AND e.event_id = u.event_id
        """).With(filter.TenantId).With(filter.First).With(filter.End).With(filter.ReferenceId).With(filter.Event);
}
