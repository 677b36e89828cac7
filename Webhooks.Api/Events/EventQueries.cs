using Npgsql;
using Webhooks.Api.Json;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Events;

/// <summary>Reads events with what their deliveries add up to.</summary>
public sealed class EventQueries(NpgsqlDataSource database, ConfigDirectory directory, PageTokens tokens)
{
    private const string Summary = $"""
        CROSS JOIN LATERAL (
          SELECT {EventStatus.Sql} AS status, coalesce(sum(d.attempts), 0)::int AS attempts, max(d.last_attempt_at) AS last_attempt_at
          FROM deliveries d WHERE d.event_id = e.event_id) s
        """;

    private const string ListAll = $"""
        SELECT e.event_id, e.event_type, s.status, s.attempts, s.last_attempt_at
        FROM events e {Summary}
        WHERE e.tenant_id = $1 AND e.event_id >= $2 AND e.event_id < $3 AND ($4::text IS NULL OR e.event_type = $4)
        ORDER BY e.event_id DESC LIMIT $5
        """;

    /// <summary>A page by event id, or null when the token was not made for this list.</summary>
    public async Task<EventPage?> ListAsync(EventFilterQuery filter, int limit, string? token, CancellationToken cancellationToken)
    {
        if (!tokens.TryReadId(filter.Scope, token, filter.EndId, out var end))
        {
            return null;
        }

        var events = await ReadAsync(filter, end, limit + 1, cancellationToken);
        if (events.Count <= limit)
        {
            return new EventPage([.. events.Select(Describe)], null, events.Count);
        }

        return new EventPage([.. events.Take(limit).Select(Describe)], tokens.CreateOf(filter.Scope, events[limit - 1].Id.Value), limit);
    }

    /// <summary>The newest events before <paramref name="end"/>, <paramref name="count"/> at the most.</summary>
    public async Task<IReadOnlyList<EventRow>> ReadAsync(EventFilterQuery filter, Guid end, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(filter.Status is { } status ? ListByStatus(status) : ListAll);
        command.With(filter.TenantId).With(filter.FirstId).With(end).With(filter.EventType).With(count);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<EventRow>(count);
        while (await rows.ReadAsync(cancellationToken))
        {
            events.Add(new EventRow(
                new EventId(rows.GetGuid(0)), rows.GetString(1), rows.GetString(2), rows.GetInt32(3), rows.TimeOrNull(4)));
        }

        return events;
    }

    public async Task<EventDetail?> FindAsync(string tenantId, EventId id, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            SELECT e.event_type, s.status, s.attempts, s.last_attempt_at, e.payload, e.reference_id, e.correlation_id
            FROM events e {Summary} WHERE e.tenant_id = $1 AND e.event_id = $2
            """).With(tenantId).With(id.Value));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            SELECT ordinal, endpoint_id, status, reason, attempts, last_status_code, error, last_attempt_at, next_attempt_at, dead_lettered_at
            FROM deliveries WHERE event_id = $1 AND tenant_id = $2 ORDER BY ordinal
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

    // An event that has a status has a delivery in one of a few states; the index on them finds the few failed
    // events among millions of delivered ones.
    private static string ListByStatus(string status)
    {
        string[] states = status switch
        {
            EventStatus.Pending => [DeliveryStatus.Pending, DeliveryStatus.InProgress, DeliveryStatus.Parked],
            EventStatus.Failed => [DeliveryStatus.Failed, DeliveryStatus.Retrying, DeliveryStatus.Parked],
            EventStatus.Delivered => [DeliveryStatus.Delivered],
            _ => [DeliveryStatus.Cancelled, DeliveryStatus.Skipped],
        };
        var candidates = states.Select(state =>
            $"SELECT event_id FROM deliveries WHERE tenant_id = $1 AND status = '{state}' AND event_id >= $2 AND event_id < $3");
        return $"""
            SELECT e.event_id, e.event_type, s.status, s.attempts, s.last_attempt_at
            FROM (SELECT DISTINCT event_id FROM ({string.Join(" UNION ALL ", candidates)}) u ORDER BY event_id DESC) c
            JOIN events e ON e.tenant_id = $1 AND e.event_id = c.event_id {Summary}
            WHERE s.status = '{status}' AND ($4::text IS NULL OR e.event_type = $4)
            ORDER BY c.event_id DESC LIMIT $5
            """;
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

    internal static EventSummary Describe(EventRow row) =>
        new(row.Id.ToString(), row.Status, row.EventType, row.Id.CreatedAt, row.Attempts, row.LastAttemptAt);
}

public sealed record EventRow(EventId Id, string EventType, string Status, int Attempts, DateTimeOffset? LastAttemptAt);
