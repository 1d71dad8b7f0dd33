-- Decisions about an exchange's days that go before its calendar file, and who changed what.

CREATE TABLE calendar_override (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  exchange      text NOT NULL,
  day           date NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('closed', 'open', 'early_close')),
  opens         time,
  closes        time,
  reason        text NOT NULL CHECK (reason <> ''),
  source        text NOT NULL CHECK (source IN ('vendor', 'operator')),
  decided_by    text NOT NULL,
  decided_at    timestamptz NOT NULL DEFAULT now(),
  undone_by     text,
  undone_at     timestamptz,
  undone_reason text,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undone_reason IS NULL))
);
CREATE UNIQUE INDEX calendar_override_in_force ON calendar_override (exchange, day, source) WHERE undone_at IS NULL;
COMMENT ON TABLE calendar_override IS 'calendar: closures, openings and early closes that go before the calendar files; undone ones stay';
COMMENT ON COLUMN calendar_override.exchange IS 'MIC whose file it is about; XNYS for all exchanges of the US';
COMMENT ON COLUMN calendar_override.opens IS 'local time; the regular one when null';

CREATE TABLE closure_question (
  exchange  text NOT NULL,
  day       date NOT NULL,
  asked_at  timestamptz NOT NULL DEFAULT now(),
  evidence  text NOT NULL,
  PRIMARY KEY (exchange, day)
);
COMMENT ON TABLE closure_question IS 'calendar: sessions of which nothing was seen an hour after the open, each raised once';

CREATE TABLE audit (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at      timestamptz NOT NULL DEFAULT now(),
  actor   text NOT NULL,
  action  text NOT NULL,
  subject text NOT NULL,
  detail  text NOT NULL
);
COMMENT ON TABLE audit IS 'calendar: who decided what by hand, with the reason; never changed';
