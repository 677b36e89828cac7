using Npgsql;
using Webhooks.Api.Json;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Events;

/// <summary>Reads one event with its deliveries.</summary>
public sealed class EventDetails(NpgsqlDataSource database, ConfigDirectory directory)
{
    private const string Unwanted = "No endpoint wanted it: none had subscribed to its type when it came.";
    private const string Summary = $"CROSS JOIN LATERAL ({EventQueries.Summary} WHERE d.tenant_id = $1 AND d.event_id = $2) s";

    public async Task<EventDetail?> FindAsync(string tenantId, EventId id, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            SELECT e.event_type, s.status, s.attempts, s.last_attempt_at, e.payload, e.reference_id, {EventColumns.CorrelationId}
            FROM events e {Summary} WHERE e.tenant_id = $1 AND e.event_id = $2
            """).With(tenantId).With(id.Value));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            SELECT d.ordinal, d.endpoint_id, d.status, d.reason, d.attempts, d.last_status_code, d.error, d.last_attempt_at, d.next_attempt_at, d.dead_lettered_at
            FROM events e CROSS JOIN LATERAL ({Plan.Deliveries}) d WHERE e.event_id = $1 AND e.tenant_id = $2 ORDER BY d.ordinal
            """).With(id.Value).With(tenantId));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? await ReadDetailAsync(rows, tenantId, id, cancellationToken) : null;
    }

    public async Task<string?> FindStatusAsync(string tenantId, EventId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT s.status FROM events e {Summary} WHERE e.tenant_id = $1 AND e.event_id = $2")
            .With(tenantId).With(id.Value);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private async Task<EventDetail> ReadDetailAsync(NpgsqlDataReader row, string tenantId, EventId id, CancellationToken cancellationToken)
    {
        var detail = new EventDetail
        {
            EventId = id.ToString(),
            EventType = row.GetString(0),
            Status = row.GetString(1),
            Attempts = row.GetInt32(2),
            LastAttemptAt = row.TimeOrNull(3),
            Payload = new RawJson(row.GetFieldValue<byte[]>(4)),
            ReferenceId = row.TextOrNull(5),
            CorrelationId = row.GetString(6),
            CreatedAt = id.CreatedAt,
            Deliveries = [],
        };
        var deliveries = new List<EventDelivery>();
        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            deliveries.Add(ReadDelivery(row, id));
        }

        return detail with
        {
            Deliveries = deliveries,
            TargetUrl = deliveries.Count > 0
                ? deliveries[0].TargetUrl
                : directory.FindTenant(tenantId)?.Endpoints.FirstOrDefault(endpoint => endpoint.IsDefault)?.Url.OriginalString,
            ErrorMessage = deliveries
                .Where(delivery => delivery.Status != DeliveryStatus.Delivered && delivery.ErrorMessage is not null)
                .MaxBy(delivery => delivery.LastAttemptAt)?.ErrorMessage,
            Reason = deliveries.Count > 0 ? null : Unwanted,
            NextAttemptAt = deliveries.Min(delivery => delivery.NextAttemptAt),
            DeadLetteredAt = deliveries.Max(delivery => delivery.DeadLetteredAt),
        };
    }

    private EventDelivery ReadDelivery(NpgsqlDataReader row, EventId id)
    {
        var endpoint = new EndpointId(row.GetGuid(1));
        return new EventDelivery(
            new DeliveryId(id, row.GetInt16(0)).ToString(),
            endpoint.ToString(),
            directory.FindEndpoint(endpoint)?.Url.OriginalString,
            row.GetString(2),
            row.TextOrNull(3),
            row.GetInt32(4),
            row.NumberOrNull(5),
            row.TextOrNull(6),
            row.TimeOrNull(7),
            row.TimeOrNull(8),
            row.TimeOrNull(9));
    }
}
