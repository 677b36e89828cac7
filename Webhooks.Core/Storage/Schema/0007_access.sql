-- Keys are listed live ones first, newest first: by an id that sorts by age, of which one half of the keys each has an index.
ALTER TABLE api_keys ADD COLUMN key_id uuid NOT NULL DEFAULT gen_random_uuid();
ALTER TABLE api_keys ADD COLUMN last_used_at timestamptz;
DROP TRIGGER api_keys_changed ON api_keys;
UPDATE api_keys SET key_id = overlay(key_id::text PLACING left(first_id_of(created_at)::text, 13) FROM 1 FOR 13)::uuid;
DROP INDEX api_keys_by_tenant;
CREATE INDEX api_keys_live ON api_keys (tenant_id, key_id) WHERE revoked_at IS NULL;
CREATE INDEX api_keys_revoked ON api_keys (tenant_id, key_id) WHERE revoked_at IS NOT NULL;
-- Not of last_used_at: that a key was used changes nobody's configuration.
CREATE TRIGGER api_keys_changed AFTER INSERT OR DELETE OR UPDATE OF revoked_at ON api_keys FOR EACH ROW EXECUTE FUNCTION notify_config_changed();

-- A tenant being removed: its keys and endpoints are gone from every process, its rows follow in bites.
ALTER TABLE tenants ADD COLUMN removed_at timestamptz;
CREATE INDEX tenants_removed ON tenants (removed_at) WHERE removed_at IS NOT NULL;
