-- concurrently
-- GET /v1/events?event_type=: without it, a page of a rare type reads every event of the tenant. Costs an event 127 bytes of WAL.
CREATE INDEX CONCURRENTLY events_by_type ON events (tenant_id, event_type, event_id);
