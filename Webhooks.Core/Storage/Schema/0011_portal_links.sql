-- Links into the portal that were used: each is good for one session. They go when they would have expired.
CREATE TABLE portal_links (
  link_id    uuid PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
CREATE INDEX portal_links_expired ON portal_links (expires_at);
