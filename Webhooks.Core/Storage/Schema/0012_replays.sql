-- Jobs that send many deliveries again. Where one has come to is written down with each bite that it sends.
CREATE TABLE replays (
  replay_id      uuid PRIMARY KEY,
  tenant_id      text COLLATE "C" NOT NULL REFERENCES tenants ON DELETE CASCADE,
  status         text,                                       -- the filter as it was asked for; NULL: any
  event_type     text,
  endpoint_id    uuid,
  since          timestamptz,
  until          timestamptz,
  first_event_id uuid NOT NULL,
  end_event_id   uuid NOT NULL,
  rate           double precision NOT NULL,                  -- deliveries per second
  matched        integer NOT NULL,                           -- at its creation
  is_all_matched boolean NOT NULL,                           -- false: there were more
  state          text NOT NULL CHECK (state IN ('running', 'paused', 'completed', 'cancelled')),
  pass           smallint NOT NULL DEFAULT 0,                -- one status after the other
  at_event_id    uuid NOT NULL,                              -- the delivery that the last bite ended with
  at_ordinal     smallint NOT NULL,
  is_afresh      boolean NOT NULL DEFAULT true,              -- the next bite is the first since it was started or resumed
  sent           bigint NOT NULL DEFAULT 0,
  skipped        jsonb NOT NULL DEFAULT '{}',                -- how many were not sent, by reason
  next_turn_at   timestamptz NOT NULL,
  created_at     timestamptz NOT NULL,
  finished_at    timestamptz
);
CREATE INDEX replays_by_tenant ON replays (tenant_id, replay_id);
CREATE INDEX replays_live ON replays (tenant_id) WHERE finished_at IS NULL;
CREATE INDEX replays_due ON replays (next_turn_at) WHERE state = 'running';
CREATE INDEX replays_finished ON replays (finished_at) WHERE finished_at IS NOT NULL;
