using Npgsql;
using static Webhooks.Core.Deliveries.Outcomes;

namespace Webhooks.Core.Deliveries;

/// <summary>Outcomes of first messages: mostly the delivery has no row yet, and this makes it.</summary>
internal static class FirstOutcomes
{
    // Not of what was removed, nor of what is being removed.
    private static readonly string Sql = $"""
        INSERT INTO deliveries AS d (tenant_id, event_id, ordinal, endpoint_id, status, reason, attempts, last_status_code, error, last_attempt_at,
          next_attempt_at, stream_seq, batch_id, duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, response, note, url)
        SELECT u.tenant_id, u.event_id, u.ordinal, u.endpoint_id, u.status, u.reason, u.attempts, u.last_status_code, u.error, u.last_attempt_at,
          u.next_attempt_at, u.stream_seq, u.batch_id, u.duration_ms, u.dns_ms, u.connect_ms, u.tls_ms, u.first_byte_ms, u.response, u.note, u.url
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
          AS u (tenant_id, event_id, ordinal, endpoint_id, status, reason, attempts, last_status_code, error, last_attempt_at,
            next_attempt_at, stream_seq, batch_id, duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, response, note, url)
        CROSS JOIN LATERAL {Holding.SharedEvent("u")} e
        WHERE e.endpoint_ids[u.ordinal + 1] IS NOT NULL
        ON CONFLICT (tenant_id, event_id, ordinal) DO UPDATE SET
          {Settling.Changes("excluded", "1")},
          duration_ms = excluded.duration_ms, dns_ms = excluded.dns_ms, connect_ms = excluded.connect_ms, tls_ms = excluded.tls_ms,
          first_byte_ms = excluded.first_byte_ms, response = excluded.response, note = excluded.note, url = excluded.url
        WHERE {Settling.Concerns("excluded", "1")}
        """;

    public static void AddTo(NpgsqlBatch batch, IReadOnlyList<OutcomeRow> first) => batch.BatchCommands.Add(Insert(first));

    private static NpgsqlBatchCommand Insert(IReadOnlyList<OutcomeRow> all) => Command(
        Sql,
        Column(all, row => row.TenantId),
        Column(all, row => row.Delivery.Event.Value),
        Column(all, row => row.Delivery.Ordinal),
        Column(all, row => row.Endpoint),
        Column(all, row => row.Status),
        Column(all, row => row.Reason),
        Column(all, row => row.Attempt?.Number ?? 0),
        Column(all, row => row.Attempt?.StatusCode),
        Column(all, row => row.Attempt?.Error),
        Column(all, row => row.Attempt?.StartedAt),
        Column(all, row => row.NextAttemptAt),
        Column(all, row => row.StreamSequence),
        Column(all, row => row.HandedOver),
        Column(all, row => Only(row)?.DurationMs),
        Column(all, row => Only(row)?.DnsMs),
        Column(all, row => Only(row)?.ConnectMs),
        Column(all, row => Only(row)?.TlsMs),
        Column(all, row => Only(row)?.FirstByteMs),
        Column(all, row => Only(row)?.Response),
        Column(all, row => Only(row)?.Note),
        Column(all, row => Only(row)?.Url));

    private static AttemptRow? Only(OutcomeRow row) => row.IsWholeStory ? row.Attempt : null;
}
