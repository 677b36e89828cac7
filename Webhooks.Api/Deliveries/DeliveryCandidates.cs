using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Deliveries;

/// <summary>Finds the deliveries that may be on a page, newest first, by the index that fits the filter best.</summary>
internal static class DeliveryCandidates
{
    /// <summary>Stands for every delivery of the event.</summary>
    public const short AnyOrdinal = -1;

    private const string Bounds = "tenant_id = $1 AND event_id >= $2 AND event_id < $3";

    /// <summary>Whether some of them may be rejected by the rest of the filter.</summary>
    public static bool AreVague(DeliveryFilter filter) => filter.Endpoint is not null
        || filter.Status is DeliveryStatus.Pending or DeliveryStatus.Delivered || (filter.Status is not null && filter.ReferenceId is not null);

    /// <summary>In their order; what does not fit is only passed over.</summary>
    public static async Task<IReadOnlyList<(Guid Event, short Ordinal, bool Fits)>> ReadAsync(
        NpgsqlDataSource database, DeliveryFilter filter, (Guid First, Guid End) within, (Guid Event, short Ordinal) before, int count,
        CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql(filter)).With(filter.TenantId).With(within.First).With(within.End).With(count);
        if (filter.ReferenceId is not null)
        {
            command.With(filter.ReferenceId);
        }
        else if (filter.Status is not (null or DeliveryStatus.Pending))
        {
            command.With(before.Event).With(before.Ordinal);
        }

        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var candidates = new List<(Guid, short, bool)>();
        while (await rows.ReadAsync(cancellationToken))
        {
            candidates.Add((rows.GetGuid(0), rows.GetInt16(1), rows.FieldCount == 2 || rows.GetBoolean(2)));
        }

        return candidates;
    }

    // The status is one of the constants: as a parameter, it would not match the partial indexes.
    private static string Sql(DeliveryFilter filter) => filter switch
    {
        { ReferenceId: not null } =>
            $"SELECT event_id, {AnyOrdinal}::smallint FROM events WHERE {Bounds} AND reference_id = $5 ORDER BY event_id DESC LIMIT $4",
        { Status: DeliveryStatus.Pending } => $"""
            SELECT event_id, {AnyOrdinal}::smallint FROM (
              (SELECT event_id FROM deliveries WHERE {Bounds} AND status = '{DeliveryStatus.Pending}' ORDER BY event_id DESC LIMIT $4)
              UNION
              (SELECT event_id FROM events WHERE {Bounds} AND event_id >= {Plan.Oldest} ORDER BY event_id DESC LIMIT $4)) pending
            ORDER BY event_id DESC LIMIT $4
            """,

        // Most are: no index knows them.
        { Status: DeliveryStatus.Delivered } => $"""
            SELECT event_id, ordinal, status = '{DeliveryStatus.Delivered}' FROM deliveries WHERE {Bounds} AND (event_id, ordinal) < ($5, $6)
            ORDER BY event_id DESC, ordinal DESC LIMIT $4
            """,
        { Status: { } status } => $"""
            SELECT event_id, ordinal FROM deliveries WHERE {Bounds} AND status = '{status}' AND (event_id, ordinal) < ($5, $6)
            ORDER BY event_id DESC, ordinal DESC LIMIT $4
            """,
        _ => $"SELECT event_id, {AnyOrdinal}::smallint FROM events WHERE {Bounds} ORDER BY event_id DESC LIMIT $4",
    };
}
