-- What a tenant's event types are, and what their payloads must be like.
CREATE TABLE event_types (
  event_type_id uuid NOT NULL,
  tenant_id     text COLLATE "C" NOT NULL REFERENCES tenants ON DELETE CASCADE,
  name          text COLLATE "C" NOT NULL,
  description   text,
  schema        text,                                        -- JSON Schema as posted; NULL takes any payload
  schema_id     uuid NOT NULL,                               -- changes with the schema, so that readers may keep what they parsed
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, name)
);
CREATE UNIQUE INDEX event_types_by_age ON event_types (tenant_id, event_type_id);
CREATE UNIQUE INDEX event_types_by_schema ON event_types (schema_id);

CREATE TRIGGER event_types_changed AFTER INSERT OR UPDATE OR DELETE ON event_types FOR EACH ROW EXECUTE FUNCTION notify_config_changed();
