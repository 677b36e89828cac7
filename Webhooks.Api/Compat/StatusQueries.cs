using Npgsql;
using Webhooks.Api.Deliveries;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Compat;

/// <summary>Reads deliveries page by page, by number.</summary>
public sealed class StatusQueries(NpgsqlDataSource database, DeliveryQueries deliveries)
{
    /// <summary>Newest first.</summary>
    public async Task<StatusPage> ListAsync(StatusFilter filter, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT event_id, ordinal FROM ({Source(filter)}) s ORDER BY event_id DESC, ordinal DESC OFFSET $3 LIMIT $4")
            .With(filter.TenantId).With(filter.ReferenceId).With(filter.Offset).With(filter.PageSize + 1);
        var ids = new List<DeliveryId>();
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                ids.Add(new DeliveryId(new EventId(row.GetGuid(0)), row.GetInt16(1)));
            }
        }

        var shown = await deliveries.FindAllAsync(filter.TenantId, [.. ids.Take(filter.PageSize)], cancellationToken);
        return new StatusPage([.. shown.Select(StatusAnswer.Of)], filter.Page, filter.PageSize, ids.Count > filter.PageSize);
    }

    // What has no row.
    private const string Planned = $"""
         UNION ALL (
          SELECT e.event_id, (p.n - 1)::smallint FROM events e CROSS JOIN LATERAL (SELECT * FROM {Plan.Bare}) p
          WHERE e.tenant_id = $1 AND e.event_id >= {Plan.Oldest} ORDER BY e.event_id DESC, p.n DESC LIMIT $3 + $4)
        """;

    private static string Source(StatusFilter filter) => filter switch
    {
        // OFFSET 0 has the deliveries looked up event by event, newest first: joined freely, 557,000 were read for a
        // reference of ten.
        { ReferenceId: not null } => $"""
            SELECT e.event_id, d.ordinal FROM events e
            CROSS JOIN LATERAL ({Plan.Deliveries} OFFSET 0) d
            WHERE e.tenant_id = $1 AND e.reference_id = $2
              {(filter.Statuses is { } statuses ? $"AND d.status IN ('{string.Join("', '", statuses)}')" : "")}
            """,

        // The index has one status after the other, each newest first: what may be on the page is read of each, and merged.
        { Statuses: { } statuses } => string.Join(" UNION ALL ", statuses.Select(static status => $"""
            (SELECT event_id, ordinal FROM deliveries WHERE tenant_id = $1 AND status = '{status}'
             ORDER BY event_id DESC, ordinal DESC LIMIT $3 + $4){(status == DeliveryStatus.Pending ? Planned : "")}
            """)),
        _ => $"SELECT e.event_id, d.ordinal FROM events e CROSS JOIN LATERAL ({Plan.Deliveries} OFFSET 0) d WHERE e.tenant_id = $1",
    };
}
