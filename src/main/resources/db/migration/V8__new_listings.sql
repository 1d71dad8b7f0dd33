-- New listings on their way to be complete, and what somebody else should hear about.

CREATE TABLE outbox_event (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL DEFAULT now(),
  event   text NOT NULL,
  subject text NOT NULL,
  payload jsonb NOT NULL
);
CREATE INDEX outbox_event_event ON outbox_event (event, id);
COMMENT ON TABLE outbox_event IS 'notify: what happened, for whoever delivers it; never changed';

CREATE TABLE new_listing (
  instrument_id integer PRIMARY KEY REFERENCES instrument,
  ticker        text NOT NULL COLLATE "C",
  listed_on     date NOT NULL,
  found_at      timestamptz NOT NULL,
  state         text NOT NULL CHECK (state IN ('waiting', 'complete', 'partial', 'failed', 'not_loaded')),
  attempts      integer NOT NULL DEFAULT 0,
  bars          integer NOT NULL DEFAULT 0,
  anomalies     text NOT NULL DEFAULT '',
  message       text NOT NULL DEFAULT '',
  finished_at   timestamptz
);
CREATE INDEX new_listing_open ON new_listing (listed_on) WHERE state IN ('waiting', 'partial', 'failed');
COMMENT ON TABLE new_listing IS 'jobs: names that a list held for the first time, until their bars are there';
COMMENT ON COLUMN new_listing.state IS 'waiting: no final session yet, or not asked for; not_loaded: equity_types says that its type is not';
COMMENT ON COLUMN new_listing.anomalies IS 'what is odd about its first prints, in words; empty when nothing is';
