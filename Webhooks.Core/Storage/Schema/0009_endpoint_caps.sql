-- How many endpoints a tenant may have, and how many of one URL: whoever adds one waits for whoever does so at the same moment.
CREATE FUNCTION cap_endpoints() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('endpoints ' || NEW.tenant_id, 0));
  IF TG_OP = 'INSERT' AND (SELECT count(*) FROM endpoints WHERE tenant_id = NEW.tenant_id) >= 500 THEN
    RAISE check_violation USING CONSTRAINT = 'endpoints_per_tenant';
  END IF;
  IF (SELECT count(*) FROM endpoints WHERE tenant_id = NEW.tenant_id AND url = NEW.url) >= 3 THEN
    RAISE check_violation USING CONSTRAINT = 'endpoints_per_url';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER endpoints_capped BEFORE INSERT ON endpoints FOR EACH ROW EXECUTE FUNCTION cap_endpoints();
CREATE TRIGGER endpoint_urls_capped BEFORE UPDATE ON endpoints FOR EACH ROW WHEN (NEW.url <> OLD.url) EXECUTE FUNCTION cap_endpoints();
