-- Ids are UUIDv7: they sort by time, so range partitions on the id are partitions by day, a primary key stays
-- unique across partitions, and newest-first pages are backward index scans.

CREATE TABLE tenants (
  tenant_id  text COLLATE "C" PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_keys (
  key_hash   bytea PRIMARY KEY,                              -- SHA-256 of the whole key
  prefix     text NOT NULL,                                  -- what may be shown
  tenant_id  text COLLATE "C" REFERENCES tenants ON DELETE CASCADE, -- NULL: the admin's
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, created_at);

CREATE TABLE endpoints (
  endpoint_id        uuid PRIMARY KEY,
  tenant_id          text COLLATE "C" NOT NULL REFERENCES tenants ON DELETE CASCADE,
  is_default         boolean NOT NULL DEFAULT false,         -- the tenant's target_url
  is_operational     boolean NOT NULL DEFAULT false,         -- receives operational events only
  url                text NOT NULL,
  description        text,
  event_filters      text[] NOT NULL DEFAULT '{*}',
  payload_format     text CHECK (payload_format IN ('envelope', 'raw')), -- NULL: as the event was posted
  signatures         smallint NOT NULL DEFAULT 7,            -- bit flags: 1 stripe, 2 standard, 4 x-webhook-signature
  retry_policy       text,                                   -- NULL: by event type
  max_attempts       integer CHECK (max_attempts BETWEEN 1 AND 50),
  timeout_ms         integer CHECK (timeout_ms BETWEEN 100 AND 30000),
  rate_limit         double precision CHECK (rate_limit BETWEEN 0.01 AND 100000), -- deliveries per second
  headers            jsonb NOT NULL DEFAULT '{}',
  state              text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'paused', 'disabled')),
  state_reason       text,
  failing_since      timestamptz,
  settings_version   integer NOT NULL DEFAULT 1,             -- what workers have learnt of it holds for one version
  created_at         timestamptz NOT NULL DEFAULT now(),
  updated_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX endpoints_by_tenant ON endpoints (tenant_id, endpoint_id);
CREATE INDEX endpoints_failing ON endpoints (failing_since) WHERE failing_since IS NOT NULL;
CREATE UNIQUE INDEX endpoints_default ON endpoints (tenant_id) WHERE is_default;

CREATE TABLE endpoint_secrets (
  secret_id   uuid PRIMARY KEY,
  endpoint_id uuid NOT NULL REFERENCES endpoints ON DELETE CASCADE,
  ciphertext  bytea NOT NULL,                                -- AES-256-GCM, see SecretProtector
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz
);
CREATE INDEX endpoint_secrets_by_endpoint ON endpoint_secrets (endpoint_id, created_at);

CREATE TABLE events (
  event_id       uuid NOT NULL,
  tenant_id      text COLLATE "C" NOT NULL,
  event_type     text COLLATE "C" NOT NULL,
  form           smallint NOT NULL,                          -- 0 raw, 1 typed
  reference_id   text,
  correlation_id text NOT NULL,
  trace_parent   text,
  payload        bytea NOT NULL,                             -- as received
  endpoint_ids   uuid[] NOT NULL DEFAULT '{}',               -- the plan: a delivery's ordinal is its place here, from 0; NULL: removed
  PRIMARY KEY (tenant_id, event_id)
) PARTITION BY RANGE (event_id);
ALTER TABLE events ALTER COLUMN endpoint_ids SET STORAGE EXTERNAL; -- random bits do not compress
CREATE INDEX events_by_reference ON events (tenant_id, reference_id, event_id) WHERE reference_id IS NOT NULL;

-- A delivery has a row once there is something to say of it. One that is planned and has none is pending, of cycle 1.
CREATE TABLE deliveries (
  tenant_id        text COLLATE "C" NOT NULL,
  event_id         uuid NOT NULL,
  ordinal          smallint NOT NULL,
  endpoint_id      uuid NOT NULL,
  status           text COLLATE "C" NOT NULL,
  reason           text,                                     -- why it was skipped, parked or cancelled
  cycle            integer NOT NULL DEFAULT 1,               -- counts the messages made of it; only the latest is live
  attempts         integer NOT NULL DEFAULT 0,
  budget_start     integer NOT NULL DEFAULT 0,               -- attempts made before the present retry budget began
  last_status_code integer,
  error            text,
  last_attempt_at  timestamptz,
  next_attempt_at  timestamptz,
  dead_lettered_at timestamptz,
  stream_seq       bigint,                                   -- of the message that waits for its retry, takes long or has failed for good
  batch_id         uuid,                                     -- of the outbox, under which it went on by itself
  is_resend        boolean NOT NULL DEFAULT false,           -- sent again at the tenant's wish
  -- The first attempt of the first cycle, when it has delivered; every other attempt is a row of attempts.
  duration_ms      real,
  dns_ms           real,                                     -- the phases are NULL on a reused connection
  connect_ms       real,
  tls_ms           real,
  first_byte_ms    real,
  response         text,
  note             text,
  url              text,                                     -- where it went, without query and user information
  PRIMARY KEY (tenant_id, event_id, ordinal)
) PARTITION BY RANGE (event_id);
-- Of rare states only: what is delivered at once costs one index entry. For questions of one tenant only (tenant_id <> '' follows from
-- tenant_id = 'acme', and from nothing else): without statistics the planner would take them for small and read them whole instead of
-- looking an event's deliveries up by the primary key.
CREATE INDEX deliveries_pending ON deliveries (tenant_id, event_id, ordinal) WHERE status = 'pending' AND tenant_id <> '';
CREATE INDEX deliveries_by_status ON deliveries (tenant_id, status, event_id, ordinal)
  WHERE status <> 'pending' AND status <> 'delivered' AND tenant_id <> '';
CREATE INDEX deliveries_by_stream_seq ON deliveries (stream_seq) WHERE stream_seq IS NOT NULL;
CREATE INDEX deliveries_unburied ON deliveries (last_attempt_at) WHERE status = 'failed' AND dead_lettered_at IS NULL;
CREATE INDEX deliveries_retrying ON deliveries (next_attempt_at) WHERE status IN ('in_progress', 'retrying');
CREATE INDEX deliveries_due ON deliveries (next_attempt_at) WHERE status = 'parked';
CREATE INDEX deliveries_parked ON deliveries (endpoint_id, next_attempt_at) WHERE status = 'parked';

-- Of deliveries that needed more than one, or failed.
CREATE TABLE attempts (
  event_id      uuid NOT NULL,
  ordinal       smallint NOT NULL,
  attempt       integer NOT NULL,
  cycle         integer NOT NULL,
  started_at    timestamptz NOT NULL,
  duration_ms   real NOT NULL,
  dns_ms        real,                                        -- the phases are NULL on a reused connection
  connect_ms    real,
  tls_ms        real,
  first_byte_ms real,
  status_code   integer,
  error_class   text,
  error         text,
  response      text,
  url           text,                                        -- where it went, without query and user information
  PRIMARY KEY (event_id, ordinal, attempt)
) PARTITION BY RANGE (event_id);

-- The intent to send, a row for each message of first attempts: it is deleted when the last of its deliveries has a row. What goes on
-- by itself is here until the stream has it.
CREATE TABLE outbox (
  batch_id      uuid PRIMARY KEY,
  created_at    timestamptz NOT NULL DEFAULT now(),
  event_ids     uuid[] NOT NULL,
  tenant_ids    text[] NOT NULL,                             -- of the events, one each
  planned_from  uuid,                                        -- first attempts: the smallest of the events; NULL: deliveries of this batch_id
  first_ordinal smallint,                                    -- of an event that takes several messages, the deliveries of this one
  end_ordinal   smallint,
  published_at  timestamptz,                                 -- since when the stream has it
  aside_at      timestamptz,                                 -- the stream has refused what is left of it
  refusal       text
);
ALTER TABLE outbox ALTER COLUMN event_ids SET STORAGE EXTERNAL; -- random bits do not compress
CREATE INDEX outbox_by_age ON outbox (created_at) WHERE published_at IS NULL AND aside_at IS NULL;
CREATE INDEX outbox_planned ON outbox (planned_from) WHERE planned_from IS NOT NULL;
CREATE INDEX outbox_aside ON outbox (aside_at) WHERE aside_at IS NOT NULL;

CREATE TABLE idempotency_keys (
  tenant_id  text COLLATE "C" NOT NULL,
  key        text COLLATE "C" NOT NULL,
  body_hash  bytea NOT NULL,                                 -- SHA-256 of the body
  event_id   uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

CREATE TABLE dead_letters (
  dead_letter_id uuid PRIMARY KEY,
  tenant_id      text COLLATE "C" NOT NULL,
  event_id       uuid NOT NULL,
  ordinal        smallint NOT NULL,
  cycle          integer NOT NULL,
  endpoint_id    uuid NOT NULL,
  endpoint_url   text NOT NULL,
  event_type     text NOT NULL,
  payload        bytea NOT NULL,
  failure_reason text NOT NULL,
  attempts       integer NOT NULL,
  correlation_id text NOT NULL,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  UNIQUE (event_id, ordinal, cycle)
);
CREATE INDEX dead_letters_by_tenant ON dead_letters (tenant_id, dead_letter_id);
CREATE INDEX dead_letters_expired ON dead_letters (expires_at);

-- Messages that no delivery can be found for: kept for the operator instead of dropped.
CREATE TABLE poison_messages (
  stream_seq  bigint PRIMARY KEY,
  subject     text,
  reason      text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now()
);

-- Endpoints that a worker spares: whose circuit is open, or that are sent less than they would be.
CREATE TABLE circuits (
  endpoint_id  uuid NOT NULL,
  worker_id    uuid NOT NULL,
  open_until   timestamptz,
  rate         real,                                         -- attempts per second
  slowed_after integer,                                      -- the status that asked for less
  held_until   timestamptz,                                  -- by its Retry-After
  PRIMARY KEY (endpoint_id, worker_id)
);

-- Endpoints with parked deliveries that have no due time: they wait until the endpoint takes deliveries again.
CREATE TABLE waiting_endpoints (
  endpoint_id  uuid PRIMARY KEY,
  touched_at   timestamptz NOT NULL,
  next_turn_at timestamptz NOT NULL DEFAULT '-infinity'
);

-- Workers that are up: each signs in every few seconds.
CREATE UNLOGGED TABLE workers (
  worker_id uuid PRIMARY KEY,
  seen_at   timestamptz NOT NULL,
  heard     bigint NOT NULL DEFAULT 0                        -- the latest call that it has answered: it knows what was changed before
);
CREATE SEQUENCE config_calls;

-- The lower bound of a day's partition: the smallest UUIDv7 of its first millisecond.
CREATE FUNCTION first_id_of(at timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Every reader keeps its configuration in memory; each change names the tenant to read again.
CREATE FUNCTION notify_config_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webhooks_config', coalesce(NEW.tenant_id, OLD.tenant_id, ''));
  RETURN NULL;
END $$;
CREATE FUNCTION notify_secret_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('webhooks_config', e.tenant_id)
  FROM endpoints e WHERE e.endpoint_id = coalesce(NEW.endpoint_id, OLD.endpoint_id);
  RETURN NULL;
END $$;
CREATE TRIGGER tenants_changed AFTER INSERT OR UPDATE OR DELETE ON tenants FOR EACH ROW EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER api_keys_changed AFTER INSERT OR UPDATE OR DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER endpoints_changed AFTER INSERT OR UPDATE OR DELETE ON endpoints FOR EACH ROW EXECUTE FUNCTION notify_config_changed();
CREATE TRIGGER endpoint_secrets_changed AFTER INSERT OR UPDATE OR DELETE ON endpoint_secrets FOR EACH ROW EXECUTE FUNCTION notify_secret_changed();
