CREATE UNLOGGED TABLE seed AS
SELECT s.tenant_id, s.n, (lpad(to_hex(s.ms), 12, '0') || '7' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid AS event_id,
  CASE
    WHEN s.tenant_id = 'acme' AND n <= 1000 THEN 'legacy.imported'
    WHEN n % 1000 = 0 THEN 'invoice.disputed'
    WHEN n % 10 < 6 THEN 'order.created' WHEN n % 10 < 9 THEN 'user.updated' ELSE 'payment.settled' END AS event_type,
  CASE WHEN n % 10 = 0 THEN 'ref-' || n / 100 WHEN n % 20 = 1 THEN 'campaign' END AS reference_id,
  CASE
    WHEN s.tenant_id = 'globex' THEN CASE WHEN n % 50 = 0 THEN 'delivered' ELSE 'failed' END
    WHEN n > s.total - 300 OR n % 5000 = 2 THEN 'pending'
    WHEN n % 100 = 0 THEN 'failed' WHEN n % 1000 = 1 THEN 'retrying' WHEN n % 2000 = 3 THEN 'parked' WHEN n % 500 = 7 THEN 'cancelled'
    WHEN n % 700 = 9 THEN 'skipped' WHEN n % 20000 = 11 THEN 'in_progress' ELSE 'delivered' END AS status
FROM (
  SELECT t.tenant_id, t.total, n, (extract(epoch FROM date_trunc('day', now(), 'UTC')) * 1000)::bigint - 60000 - (t.total - n) * (13 * 86400000::bigint - 7200000) / t.total AS ms,
    md5(t.tenant_id || n) AS h
  FROM (VALUES ('acme', 1000000), ('globex', 60000), ('test-tenant', 2000)) AS t (tenant_id, total), generate_series(1, t.total) AS n) s;
INSERT INTO events (event_id, tenant_id, event_type, form, reference_id, correlation_id, payload, endpoint_ids)
SELECT event_id, tenant_id, event_type, 0, reference_id, 'seed', convert_to('{"event":"' || event_type || '","number":' || n || '}', 'UTF8'),
  CASE WHEN n <= 500 THEN ARRAY[lpad('0', 32, '0')::uuid, CASE WHEN n % 20 = 0 THEN lpad('1', 32, '0')::uuid END, lpad('2', 32, '0')::uuid]
    WHEN n % 20 = 0 THEN ARRAY[lpad('0', 32, '0')::uuid, lpad('1', 32, '0')::uuid] ELSE ARRAY[lpad('0', 32, '0')::uuid] END
FROM seed;
INSERT INTO deliveries (event_id, ordinal, tenant_id, endpoint_id, status, attempts, error, last_attempt_at, duration_ms)
SELECT s.event_id, o.ordinal, s.tenant_id, lpad(o.ordinal::text, 32, '0')::uuid, s.status,
  CASE s.status WHEN 'failed' THEN 5 WHEN 'retrying' THEN 2 WHEN 'delivered' THEN 1 WHEN 'parked' THEN s.n / 2000 % 2 ELSE 0 END,
  CASE WHEN s.status IN ('failed', 'retrying') THEN 'HTTP 503: Service Unavailable' END,
  CASE WHEN s.status IN ('failed', 'retrying', 'delivered') THEN now() - interval '30 minutes' END,
  CASE WHEN s.status = 'delivered' THEN 5 + s.n % 90 END
FROM seed s CROSS JOIN LATERAL (VALUES (0), (1), (2)) AS o (ordinal)
WHERE o.ordinal = 0 OR (o.ordinal = 1 AND s.n % 20 = 0) OR (o.ordinal = 2 AND s.n <= 500);
INSERT INTO attempts (event_id, ordinal, attempt, cycle, started_at, duration_ms, status_code)
SELECT event_id, 0, a, 1, now() - interval '30 minutes', 5 + n % 90, 503
FROM seed, generate_series(1, 5) AS a WHERE status = 'failed' AND n % 10 = 0;
INSERT INTO dead_letters
SELECT event_id, tenant_id, event_id, 0, 1, lpad('0', 32, '0')::uuid, 'http://localhost:9001/', event_type, '{}', 'HTTP 503: Service Unavailable', 5, 'seed',
  now(), now() + interval '30 days'
FROM seed WHERE status = 'failed' AND n % 3 = 0;
-- What no endpoint wanted.
INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, payload)
SELECT overlay(event_id::text PLACING 'ffff' FROM 33)::uuid, tenant_id, 'nobody.wants', 0, 'seed', '{}' FROM seed WHERE tenant_id = 'globex' AND n % 200 = 0;
DROP TABLE seed;
ANALYZE dead_letters;
