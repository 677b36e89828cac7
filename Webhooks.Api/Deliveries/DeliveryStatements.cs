using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Deliveries;

/// <summary>What reads deliveries, planned or stored, and their attempts.</summary>
internal static class DeliveryStatements
{
    // OFFSET 0 has each candidate looked up by its key: joined freely, some hundred of them make the planner read whole partitions.
    // The bounds are given again, so that it sees only the partitions within them.
    public static readonly string OfCandidates = $"""
        SELECT {DeliveryReader.Columns}
        FROM unnest($2, $3) AS c (event_id, ordinal)
        CROSS JOIN LATERAL (
          SELECT * FROM events e WHERE e.tenant_id = $1 AND e.event_id = c.event_id AND e.event_id >= $4 AND e.event_id <= $5 OFFSET 0) e
        CROSS JOIN LATERAL (
          SELECT * FROM ({Plan.DeliveriesWithin("AND r.event_id >= $4 AND r.event_id <= $5")}) d
          WHERE (c.ordinal < 0 OR d.ordinal = c.ordinal) AND ($8::text IS NULL OR d.status = $8) AND ($9::uuid IS NULL OR d.endpoint_id = $9)
          OFFSET 0) d
        WHERE (d.event_id, d.ordinal) < ($6, $7) AND ($10::text IS NULL OR e.reference_id = $10)
        ORDER BY d.event_id DESC, d.ordinal DESC LIMIT $11
        """;

    public static readonly string One = $"""
        SELECT {DeliveryReader.Columns} FROM events e CROSS JOIN LATERAL ({Plan.Deliveries}) d
        WHERE e.event_id = $1 AND d.ordinal = $2 AND e.tenant_id = $3
        """;

    // The only attempt of what was delivered at once stands in the delivery's row.
    public const string AttemptsOfOne = $"""
        SELECT {DeliveryReader.AttemptColumns} FROM attempts WHERE event_id = $1 AND ordinal = $2
        UNION ALL
        SELECT 1, 1, d.last_attempt_at, d.duration_ms, d.dns_ms, d.connect_ms, d.tls_ms, d.first_byte_ms, d.last_status_code, NULL, d.note, d.response, d.url
        FROM deliveries d
        WHERE d.tenant_id = $4 AND d.event_id = $1 AND d.ordinal = $2 AND d.duration_ms IS NOT NULL
          AND NOT EXISTS (SELECT FROM attempts a WHERE a.event_id = $1 AND a.ordinal = $2 AND a.attempt = 1)
        ORDER BY attempt DESC LIMIT $3
        """;
}
