using System.Buffers.Binary;
using Npgsql;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Deliveries;

/// <summary>Reads deliveries with their attempts.</summary>
public sealed class DeliveryQueries(NpgsqlDataSource database, ConfigDirectory directory, PageTokens tokens)
{
    private const int CursorLength = 18;
    private const int AttemptsShown = 100;

    private const string Columns = """
        d.event_id, d.ordinal, e.event_type, d.endpoint_id, e.reference_id, e.correlation_id, d.status, d.reason, d.attempts, d.cycle,
        d.last_status_code, d.error, d.last_attempt_at, d.next_attempt_at, d.dead_lettered_at
        """;

    /// <summary>Newest first; null when the token was not made for this list.</summary>
    public async Task<DeliveryList?> ListAsync(DeliveryFilter filter, int limit, string? token, CancellationToken cancellationToken)
    {
        var (lastEvent, lastOrdinal) = (Guid.AllBitsSet, short.MaxValue);
        if (token is not null && !TryReadCursor(filter.Scope, token, out lastEvent, out lastOrdinal))
        {
            return null;
        }

        await using var command = database.CreateCommand($"""
            SELECT {Columns}
            FROM events e JOIN deliveries d ON d.event_id = e.event_id AND d.tenant_id = e.tenant_id
            WHERE e.tenant_id = $1 AND e.event_id >= $2 AND e.event_id <= $3 AND (d.event_id, d.ordinal) < ($3, $4)
              {(filter.Status is null ? "" : $"AND d.status = '{filter.Status}'")}
              {(filter.Event is null ? "" : "AND e.event_id = $6")}
              {(filter.Endpoint is null ? "" : "AND d.endpoint_id = $7")}
              {(filter.ReferenceId is null ? "" : "AND e.reference_id = $8")}
            ORDER BY e.event_id DESC, d.ordinal DESC LIMIT $5
            """);
        command.With(filter.TenantId).With(filter.Since is { } since ? UuidBounds.First(since) : Guid.Empty).With(lastEvent).With(lastOrdinal)
            .With(limit + 1).With(filter.Event).With(filter.Endpoint).With(filter.ReferenceId);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<DeliveryAnswer>();
        while (await rows.ReadAsync(cancellationToken))
        {
            deliveries.Add(Read(rows));
        }

        return deliveries.Count > limit && DeliveryId.TryParse(deliveries[limit - 1].Id, out var last)
            ? new DeliveryList(deliveries[..limit], CreateToken(filter.Scope, last))
            : new DeliveryList(deliveries, null);
    }

    public async Task<DeliveryAnswer?> FindAsync(string tenantId, DeliveryId id, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            SELECT {Columns} FROM deliveries d JOIN events e ON e.event_id = d.event_id AND e.tenant_id = d.tenant_id
            WHERE d.event_id = $1 AND d.ordinal = $2 AND d.tenant_id = $3
            """).With(id.Event.Value).With(id.Ordinal).With(tenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            SELECT attempt, cycle, started_at, duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, status_code, error_class, error, response
            FROM attempts WHERE event_id = $1 AND ordinal = $2 ORDER BY attempt DESC LIMIT $3
            """).With(id.Event.Value).With(id.Ordinal).With(AttemptsShown));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            return null;
        }

        var delivery = Read(rows);
        var attempts = new List<AttemptAnswer>();
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            attempts.Add(ReadAttempt(rows));
        }

        attempts.Reverse();
        return delivery with { AttemptLog = attempts };
    }

    /// <summary>Without their attempts, in the order asked for; those that are gone are left out.</summary>
    public async Task<IReadOnlyList<DeliveryAnswer>> FindAllAsync(string tenantId, IReadOnlyList<DeliveryId> ids, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {Columns} FROM unnest($2, $3) WITH ORDINALITY AS u (event_id, ordinal, place)
            JOIN deliveries d ON d.event_id = u.event_id AND d.ordinal = u.ordinal AND d.tenant_id = $1
            JOIN events e ON e.event_id = d.event_id AND e.tenant_id = d.tenant_id ORDER BY u.place
            """)
            .With(tenantId).With(ids.Select(id => id.Event.Value).ToArray()).With(ids.Select(id => id.Ordinal).ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<DeliveryAnswer>(ids.Count);
        while (await rows.ReadAsync(cancellationToken))
        {
            deliveries.Add(Read(rows));
        }

        return deliveries;
    }

    private DeliveryAnswer Read(NpgsqlDataReader row)
    {
        var id = new DeliveryId(new EventId(row.GetGuid(0)), row.GetInt16(1));
        var endpoint = new EndpointId(row.GetGuid(3));
        return new DeliveryAnswer
        {
            Id = id.ToString(),
            EventId = id.Event.ToString(),
            EventType = row.GetString(2),
            EndpointId = endpoint.ToString(),
            EndpointUrl = directory.FindEndpoint(endpoint)?.Url.OriginalString,
            ReferenceId = row.TextOrNull(4),
            CorrelationId = row.GetString(5),
            Status = row.GetString(6),
            Reason = row.TextOrNull(7),
            Attempts = row.GetInt32(8),
            Cycle = row.GetInt32(9),
            LastStatusCode = row.NumberOrNull(10),
            ErrorMessage = row.TextOrNull(11),
            CreatedAt = id.Event.CreatedAt,
            LastAttemptAt = row.TimeOrNull(12),
            NextAttemptAt = row.TimeOrNull(13),
            DeadLetteredAt = row.TimeOrNull(14),
        };
    }

    private static AttemptAnswer ReadAttempt(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2), Milliseconds(row, 3) ?? 0,
        Milliseconds(row, 4), Milliseconds(row, 5), Milliseconds(row, 6), Milliseconds(row, 7),
        row.NumberOrNull(8), row.TextOrNull(9), row.TextOrNull(10), row.TextOrNull(11));

    private static double? Milliseconds(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Math.Round(row.GetFloat(column), 2);

    private string CreateToken(string scope, DeliveryId id)
    {
        Span<byte> cursor = stackalloc byte[CursorLength];
        id.Event.Value.TryWriteBytes(cursor, bigEndian: true, out _);
        BinaryPrimitives.WriteInt16BigEndian(cursor[16..], id.Ordinal);
        return tokens.Create(scope, cursor);
    }

    private bool TryReadCursor(string scope, string token, out Guid eventId, out short ordinal)
    {
        Span<byte> cursor = stackalloc byte[CursorLength];
        var ok = tokens.TryRead(scope, token, cursor);
        eventId = new Guid(cursor[..16], bigEndian: true);
        ordinal = BinaryPrimitives.ReadInt16BigEndian(cursor[16..]);
        return ok;
    }
}
