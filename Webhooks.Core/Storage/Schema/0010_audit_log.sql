-- Who changed what, kept whatever becomes of the tenant. Ids are UUIDv7 and so tell the time.
CREATE TABLE audit_log (
  entry_id        uuid PRIMARY KEY,
  actor           text NOT NULL CHECK (actor IN ('administrator', 'tenant', 'session')),
  key_prefix      text NOT NULL,                             -- of the key, or of the key that the session comes from
  actor_tenant_id text COLLATE "C",                          -- NULL: the administrator
  operation_id    text NOT NULL,
  method          text NOT NULL,
  route           text NOT NULL,
  tenant_id       text COLLATE "C",                          -- whose things they are; NULL: nobody's
  target          jsonb NOT NULL,
  status          smallint NOT NULL,
  correlation_id  text NOT NULL
);
CREATE INDEX audit_log_by_tenant ON audit_log (tenant_id, entry_id) WHERE tenant_id IS NOT NULL;
