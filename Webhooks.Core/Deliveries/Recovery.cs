using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Sends again what an endpoint has missed: failed and skipped deliveries of a span of time, in bites.</summary>
public sealed class Recovery(NpgsqlDataSource database)
{
    private const int Bite = 500;

    /// <summary>
    /// Takes the next bite of one state, from <paramref name="first"/> on; null when nothing is left of it. The endpoint must be the
    /// tenant's; while it is disabled nothing is found.
    /// </summary>
    public async Task<RecoveredBite?> RecoverAsync(
        string tenantId, EndpointId endpoint, DeliveryState state, Guid first, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7();
        await using var command = database.CreateKeyed(
            new NpgsqlBatchCommand(Sql(state)).With(tenantId).With(endpoint.Value).With(first).With(batchId), Unburial.OfBatch(batchId));
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var recovered = row.IsDBNull(1) ? null : new RecoveredBite((int)row.GetInt64(0), batchId, row.GetGuid(1));
        await row.NextResultAsync(cancellationToken);
        return recovered;
    }

    private static string Sql(DeliveryState state) => $"""
        WITH missed AS (
          SELECT d.event_id, d.ordinal FROM deliveries d
          WHERE d.tenant_id = $1 AND d.status = '{DeliveryStatus.Of(state)}' AND d.event_id >= $3 AND d.endpoint_id = $2
            AND EXISTS (SELECT FROM endpoints e WHERE e.endpoint_id = $2 AND e.state <> '{EndpointState.Disabled}')
          ORDER BY d.event_id, d.ordinal LIMIT {Bite} FOR UPDATE),
        retried AS (
          UPDATE deliveries d SET {Redelivery.Set}, batch_id = $4
          FROM ({Holding.HeldSql("SELECT $1::text AS tenant_id, event_id, ordinal FROM missed")}) m
          WHERE d.tenant_id = m.tenant_id AND d.event_id = m.event_id AND d.ordinal = m.ordinal
          RETURNING d.event_id, d.tenant_id, d.endpoint_id),
        noted AS (
          {Outbox.Note("$4", "retried")}),
        {FreshStart.Of("SELECT endpoint_id FROM retried")}
        SELECT count(*), (SELECT event_id FROM missed ORDER BY event_id DESC LIMIT 1) FROM retried
        """;
}
