-- What each list of a vendor changed, with what speaks for it, so that it can be looked at and undone.

ALTER TABLE instrument ADD COLUMN merged_into integer REFERENCES instrument;
COMMENT ON COLUMN instrument.merged_into IS 'this row was found to be that instrument; its tickers and bars have moved there';
CREATE INDEX instrument_share_class_figi ON instrument (share_class_figi) WHERE share_class_figi IS NOT NULL;

CREATE TABLE listing_list (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source        text NOT NULL,
  as_of         date NOT NULL,
  all_exchanges boolean NOT NULL,
  trading       integer NOT NULL,
  digest        text NOT NULL,
  verdict       text NOT NULL CHECK (verdict IN ('taken', 'short', 'repeated')),
  taken_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX listing_list_source ON listing_list (source, as_of);
COMMENT ON TABLE listing_list IS 'listing: the whole lists by which names that left were judged';
COMMENT ON COLUMN listing_list.trading IS 'rows of trading instruments';
COMMENT ON COLUMN listing_list.verdict IS 'short: cut short, nobody left by it; repeated: the same as the one before, no further night';

CREATE TABLE listing_absence (
  instrument_id integer PRIMARY KEY REFERENCES instrument,
  last_named    date NOT NULL,
  first_absent  date NOT NULL,
  nights        integer NOT NULL CHECK (nights > 0),
  left_list     boolean NOT NULL DEFAULT false,
  kept_because  text
);
COMMENT ON TABLE listing_absence IS 'listing: instruments that trade as far as we know and that the last whole list did not name';
COMMENT ON COLUMN listing_absence.nights IS 'different lists in a row without it';
COMMENT ON COLUMN listing_absence.left_list IS 'has left a list that does not hold all exchanges: delisted or moved, unknown which';
COMMENT ON COLUMN listing_absence.kept_because IS 'somebody said that it trades: absence no longer counts';

CREATE TABLE listing_change (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN (
    'listed', 'renamed', 'recycled', 'adopted', 'delisted', 'listed_again', 'left_list', 'returned',
    'exchange', 'type', 'name', 'joined', 'parted')),
  instrument_id integer NOT NULL REFERENCES instrument,
  other_id      integer REFERENCES instrument,
  ticker        text NOT NULL COLLATE "C",
  before        text NOT NULL DEFAULT '',
  after         text NOT NULL DEFAULT '',
  on_date       date NOT NULL,
  confidence    double precision NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  evidence      text NOT NULL,
  source        text NOT NULL,
  list_date     date NOT NULL,
  found_at      timestamptz NOT NULL DEFAULT now(),
  rows_before   jsonb,
  undone_at     timestamptz,
  undone_by     text,
  undone_because text,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undone_because IS NULL))
);
CREATE INDEX listing_change_instrument ON listing_change (instrument_id);
CREATE INDEX listing_change_list_date ON listing_change (list_date);
COMMENT ON TABLE listing_change IS 'listing: what happened to instruments, as lists and people said; undone ones stay';
COMMENT ON COLUMN listing_change.other_id IS 'recycled: who had the ticker before; joined, parted: the second instrument';
COMMENT ON COLUMN listing_change.before IS 'what changed, before: a ticker, an exchange, a type, a name';
COMMENT ON COLUMN listing_change.on_date IS 'first date of the new state';
COMMENT ON COLUMN listing_change.rows_before IS 'joined, parted: the rows of both instruments and their tickers as they were, to be put back';
COMMENT ON COLUMN listing_change.list_date IS 'date of the list that showed it';

CREATE TABLE listing_question (
  id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind          text NOT NULL CHECK (kind IN ('renamed', 'another_name', 'two_claims')),
  instrument_id integer NOT NULL REFERENCES instrument,
  other_id      integer REFERENCES instrument,
  ticker        text NOT NULL COLLATE "C",
  on_date       date NOT NULL,
  confidence    double precision NOT NULL,
  evidence      text NOT NULL,
  asked_at      timestamptz NOT NULL DEFAULT now(),
  answer        text CHECK (answer IN ('yes', 'no')),
  answered_at   timestamptz,
  answered_by   text,
  because       text,
  CHECK ((answer IS NULL) = (answered_at IS NULL) AND (answer IS NULL) = (answered_by IS NULL))
);
CREATE UNIQUE INDEX listing_question_open ON listing_question (kind, instrument_id, coalesce(other_id, 0), ticker) WHERE answer IS NULL;
COMMENT ON TABLE listing_question IS 'listing: doubtful cases for somebody to decide; until then the two are different instruments';
