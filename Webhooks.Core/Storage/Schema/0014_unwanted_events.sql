-- concurrently
-- GET /v1/events?status=CANCELLED: what no endpoint wanted has no delivery that it could be found by. Such events are rare; any other costs the predicate only.
CREATE INDEX CONCURRENTLY events_unwanted ON events (tenant_id, event_id) WHERE cardinality(endpoint_ids) = 0;
