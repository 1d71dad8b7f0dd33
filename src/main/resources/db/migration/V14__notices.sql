-- Delivery of events to programs, and notices to people.

CREATE TABLE outbox_delivery (
  event_id      bigint PRIMARY KEY REFERENCES outbox_event,
  uid           uuid NOT NULL DEFAULT gen_random_uuid(),
  subject       text NOT NULL,
  state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given_up')),
  attempts      integer NOT NULL DEFAULT 0,
  first_attempt timestamptz,
  next_attempt  timestamptz,
  leased_until  timestamptz,
  last_error    text NOT NULL DEFAULT '',
  delivered_at  timestamptz,
  CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX outbox_delivery_waiting ON outbox_delivery (event_id) WHERE state = 'waiting';
CREATE INDEX outbox_delivery_subject ON outbox_delivery (subject, event_id) WHERE state = 'waiting';
COMMENT ON TABLE outbox_delivery IS 'notify: the way of each event to Redis; made with the event, so that no order of commits hides one';
COMMENT ON COLUMN outbox_delivery.uid IS 'id of the envelope: the same at every attempt, so that readers can drop a double';
COMMENT ON COLUMN outbox_delivery.subject IS 'as in outbox_event: of one subject, an event waits for those before it';
COMMENT ON COLUMN outbox_delivery.next_attempt IS 'null: at once';
COMMENT ON COLUMN outbox_delivery.leased_until IS 'on the clock of this database: until then somebody is sending it';
INSERT INTO outbox_delivery (event_id, subject) SELECT id, subject FROM outbox_event;

CREATE TABLE notice (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL,
  severity        text NOT NULL CHECK (severity IN ('low', 'normal', 'high', 'critical')),
  cause           text NOT NULL CHECK (cause <> ''),
  subject         text NOT NULL CHECK (subject <> ''),
  facts           jsonb NOT NULL,
  session         date,
  state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'acknowledged', 'resolved')),
  first_seen      timestamptz NOT NULL,
  last_seen       timestamptz NOT NULL,
  count           integer NOT NULL DEFAULT 1,
  route           text NOT NULL DEFAULT 'new' CHECK (route IN ('new', 'digest', 'told')),
  digest_since    timestamptz,
  told            integer NOT NULL DEFAULT 0,
  told_at         timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  because         text,
  resolved_at     timestamptz,
  CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
  CHECK ((route = 'digest') = (digest_since IS NOT NULL))
);
CREATE UNIQUE INDEX notice_cause ON notice (cause) WHERE state <> 'resolved';
CREATE INDEX notice_unresolved ON notice (route, severity) WHERE state <> 'resolved';
CREATE INDEX notice_last_seen ON notice (last_seen);
COMMENT ON TABLE notice IS 'notify: what people should know, one row a cause until it is resolved';
COMMENT ON COLUMN notice.cause IS 'what makes two notices the same one';
COMMENT ON COLUMN notice.facts IS 'what the template of its kind shows';
COMMENT ON COLUMN notice.count IS 'how often it was seen between first_seen and last_seen';
COMMENT ON COLUMN notice.route IS 'digest: waits for the next digest; told: it stands in a message';
COMMENT ON COLUMN notice.told IS 'how often somebody was told; more than once when it is critical and nobody acknowledged it';

CREATE TABLE notice_message (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  form       text NOT NULL CHECK (form IN ('prompt', 'critical', 'escalation', 'digest', 'test')),
  created_at timestamptz NOT NULL
);
CREATE INDEX notice_message_created ON notice_message (created_at);
COMMENT ON TABLE notice_message IS 'notify: one or several notices as they are told together';

CREATE TABLE notice_in_message (
  message_id bigint NOT NULL REFERENCES notice_message,
  notice_id  bigint NOT NULL REFERENCES notice,
  PRIMARY KEY (message_id, notice_id)
);
CREATE INDEX notice_in_message_notice ON notice_in_message (notice_id);
COMMENT ON TABLE notice_in_message IS 'notify: which notices a message tells';

CREATE TABLE notice_delivery (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uid           uuid NOT NULL DEFAULT gen_random_uuid(),
  message_id    bigint NOT NULL REFERENCES notice_message,
  channel       text NOT NULL CHECK (channel IN ('mail', 'slack')),
  contact       text NOT NULL,
  urgent        boolean NOT NULL,
  state         text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'given_up')),
  attempts      integer NOT NULL DEFAULT 0,
  first_attempt timestamptz,
  next_attempt  timestamptz,
  leased_until  timestamptz,
  last_error    text NOT NULL DEFAULT '',
  delivered_at  timestamptz,
  UNIQUE (message_id, channel, contact),
  CHECK ((state = 'delivered') = (delivered_at IS NOT NULL))
);
CREATE INDEX notice_delivery_waiting ON notice_delivery (channel, id) WHERE state = 'waiting';
COMMENT ON TABLE notice_delivery IS 'notify: the way of a message to one contact over one channel';
COMMENT ON COLUMN notice_delivery.uid IS 'in the Message-ID of the mail: the same at every attempt';
COMMENT ON COLUMN notice_delivery.contact IS 'mail address, or webhook';
COMMENT ON COLUMN notice_delivery.next_attempt IS 'null: at once';
COMMENT ON COLUMN notice_delivery.leased_until IS 'on the clock of this database: until then somebody is sending it';

-- Every change of who belongs to a universe, by whatever way, is an event in the same transaction: one a statement and
-- universe. Ties to instruments are none.
CREATE FUNCTION universe_member_changed() RETURNS trigger
LANGUAGE plpgsql SET search_path = tickstock, pg_temp AS $changed$
DECLARE changed jsonb;
BEGIN
  CASE TG_OP
    WHEN 'INSERT' THEN
      SELECT jsonb_object_agg(universe_id, tickers) INTO changed
      FROM (SELECT universe_id, jsonb_agg(DISTINCT ticker) AS tickers FROM after_change GROUP BY universe_id) AS c;
    WHEN 'DELETE' THEN
      SELECT jsonb_object_agg(universe_id, tickers) INTO changed
      FROM (SELECT universe_id, jsonb_agg(DISTINCT ticker) AS tickers FROM before_change GROUP BY universe_id) AS c;
    ELSE
      SELECT jsonb_object_agg(universe_id, tickers) INTO changed
      FROM (
        SELECT universe_id, jsonb_agg(DISTINCT ticker) AS tickers
        FROM (
          (SELECT universe_id, ticker, valid_from, valid_to FROM after_change
           EXCEPT SELECT universe_id, ticker, valid_from, valid_to FROM before_change)
          UNION
          (SELECT universe_id, ticker, valid_from, valid_to FROM before_change
           EXCEPT SELECT universe_id, ticker, valid_from, valid_to FROM after_change)
        ) AS differs
        GROUP BY universe_id
      ) AS c;
  END CASE;
  IF changed IS NULL THEN
    RETURN NULL;
  END IF;
  WITH posted AS (
    INSERT INTO outbox_event (event, subject, payload)
    SELECT 'universe.updated', u.key, jsonb_build_object(
      'event_type', 'universe_updated',
      'cache_key', u.key,
      'action', CASE TG_OP WHEN 'INSERT' THEN 'added' WHEN 'DELETE' THEN 'removed' ELSE 'changed' END,
      'symbols', c.value,
      'symbol_count', (
        SELECT count(DISTINCT m.ticker) FROM universe_member m WHERE m.universe_id = u.id AND m.valid_to IS NULL))
    FROM jsonb_each(changed) AS c JOIN universe u ON u.id = CAST(c.key AS integer)
    RETURNING id, subject
  )
  INSERT INTO outbox_delivery (event_id, subject) SELECT id, subject FROM posted;
  RETURN NULL;
END
$changed$;
COMMENT ON FUNCTION universe_member_changed() IS 'notify: posts universe.updated with the change';
CREATE TRIGGER universe_event_inserted AFTER INSERT ON universe_member
  REFERENCING NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION universe_member_changed();
CREATE TRIGGER universe_event_updated AFTER UPDATE ON universe_member
  REFERENCING OLD TABLE AS before_change NEW TABLE AS after_change FOR EACH STATEMENT EXECUTE FUNCTION universe_member_changed();
CREATE TRIGGER universe_event_deleted AFTER DELETE ON universe_member
  REFERENCING OLD TABLE AS before_change FOR EACH STATEMENT EXECUTE FUNCTION universe_member_changed();
