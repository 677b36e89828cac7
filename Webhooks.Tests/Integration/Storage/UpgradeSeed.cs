namespace Webhooks.Tests.Integration.Storage;

/// <summary>A tenant with events in every state, in the columns of the first schema.</summary>
internal static class UpgradeSeed
{
    public const string Tenant = "upgraded";
    public const string ApiKey = "upgraded-key";

    /// <summary>So many of each status, and each has one delivery.</summary>
    public const int OfEach = 400;

    /// <summary>Of a delivery, in the order in which events have them.</summary>
    public static readonly string[] Statuses = ["pending", "in_progress", "retrying", "parked", "delivered", "failed", "cancelled", "skipped"];

    public static readonly string Sql = $$"""
        INSERT INTO tenants (tenant_id) VALUES ('{{Tenant}}');
        INSERT INTO api_keys (key_hash, prefix, tenant_id) VALUES (sha256('{{ApiKey}}'), 'upgraded', '{{Tenant}}');
        INSERT INTO endpoints (endpoint_id, tenant_id, is_default, url, headers)
        SELECT lpad(n::text, 32, '0')::uuid, '{{Tenant}}', n = 1, 'http://localhost:9001/' || n, '{"X-Token":"c2VhbGVk"}' FROM generate_series(1, 3) n;
        INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext) SELECT endpoint_id, endpoint_id, '\x01' FROM endpoints;
        CREATE TEMPORARY TABLE seed AS
        SELECT n, lpad('1', 32, '0')::uuid AS endpoint_id, ('{{{string.Join(',', Statuses)}}}'::text[])[n % {{Statuses.Length}} + 1] AS status,
          replace(first_id_of(date_trunc('second', now()) - n * interval '1 second')::text, '-0000-0000-', '-7000-8000-')::uuid AS event_id
        FROM generate_series(0, {{OfEach}} * {{Statuses.Length}} - 1) n;
        INSERT INTO events (event_id, tenant_id, event_type, form, reference_id, correlation_id, payload, endpoint_ids)
        SELECT event_id, '{{Tenant}}', 'type.' || n % 3, 0, 'ref-' || n, 'seed', convert_to('{"number":' || n || '}', 'UTF8'), ARRAY[endpoint_id] FROM seed;
        INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status, reason, attempts, last_status_code, error, last_attempt_at, next_attempt_at, dead_lettered_at, duration_ms)
        SELECT '{{Tenant}}', event_id, 0, endpoint_id, status, CASE WHEN status IN ('parked', 'cancelled', 'skipped') THEN 'seeded' END,
          CASE status WHEN 'failed' THEN 5 WHEN 'retrying' THEN 2 WHEN 'delivered' THEN 1 ELSE 0 END, CASE status WHEN 'delivered' THEN 200 WHEN 'failed' THEN 503 END,
          CASE WHEN status IN ('failed', 'retrying') THEN 'HTTP 503: Service Unavailable' END,
          CASE WHEN status IN ('failed', 'retrying', 'delivered') THEN now() END, CASE WHEN status IN ('retrying', 'parked', 'in_progress') THEN now() + interval '1 hour' END,
          CASE WHEN status = 'failed' THEN now() END, CASE WHEN status = 'delivered' THEN 12.5 END
        FROM seed WHERE status <> 'pending';
        INSERT INTO attempts (event_id, ordinal, attempt, cycle, started_at, duration_ms, status_code)
        SELECT event_id, 0, a, 1, now(), 12.5, 503 FROM seed, generate_series(1, 5) a WHERE status = 'failed' OR (status = 'retrying' AND a <= 2);
        INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload, failure_reason, attempts, correlation_id, created_at, expires_at)
        SELECT event_id, '{{Tenant}}', event_id, 0, 1, endpoint_id, 'http://localhost:9001/1', 'type.1', '{}', 'HTTP 503: Service Unavailable', 5, 'seed', now(), now() + interval '7 days'
        FROM seed WHERE status = 'failed';
        INSERT INTO outbox (batch_id, created_at, event_ids, tenant_ids, planned_from, published_at)
        SELECT gen_random_uuid(), now(), array_agg(event_id ORDER BY event_id), array_agg('{{Tenant}}'::text), (array_agg(event_id ORDER BY event_id))[1], now()
        FROM seed WHERE status = 'pending' GROUP BY n / 400;
        INSERT INTO idempotency_keys (tenant_id, key, body_hash, event_id) SELECT '{{Tenant}}', 'key-' || n, sha256('{}'), event_id FROM seed WHERE n < 100;
        DROP TABLE seed;
        """;
}
